import { ApiOperation, type ApiOperationOptions } from '@nestjs/swagger';
import { between, count, list, object, optional, orNull, type Schema, says, shape, text } from './schema-words.js';

/** What a body is, by its media type. */
export type Content = Readonly<Record<string, { readonly schema: Schema }>>;

/** What is sent along with a request. */
export interface TakenBody {
  readonly required: boolean;
  readonly content: Content;
}

/** What a route takes and answers, in the words of OpenAPI. */
export interface RouteWords {
  readonly summary: string;
  /** What parameters of the address are; one that is not named is text. */
  readonly path?: Readonly<Record<string, Schema>>;
  readonly query?: Readonly<Record<string, Schema>>;
  readonly headers?: Readonly<Record<string, Schema>>;
  readonly body?: TakenBody;
  /** By status: what is answered when it went well. */
  readonly answers: Readonly<Record<number, Content>>;
  /** Statuses of problems, beside those that every route of its kind has. */
  readonly problems?: readonly number[];
  /** What is told of a problem with this status, where it is more than of others. */
  readonly problem?: Readonly<Record<number, Schema>>;
}

/** Under which a route's words are kept until the description is put together. */
export const wordsKey = 'x-words';

/** Says what a route takes and answers. */
export function Described(words: RouteWords): MethodDecorator {
  const options: ApiOperationOptions & { readonly [wordsKey]: RouteWords } = { [wordsKey]: words };
  return ApiOperation(options);
}

const problemFields = {
  type: text,
  title: text,
  status: count,
  field: says('Dotted path of the offending field, null where there is none.', orNull(text)),
  reason: text,
};

export const problem = shape<typeof problemFields>('Problem', problemFields, 'What went wrong (RFC 9457).');

export function json(schema: Schema): Content {
  return { 'application/json': { schema } };
}

/** Text of one JSON value a line. */
export function ndjson(line: Schema): Content {
  return inLines('application/x-ndjson', line, 'One of these on each line.');
}

/** Server-sent events whose data are one JSON value each. */
export function eventStream(data: Schema): Content {
  return inLines('text/event-stream', data, 'Server-sent events; one of these is the data of each.');
}

export function plain(mediaType: string): Content {
  return { [mediaType]: { schema: text } };
}

function inLines(mediaType: string, contentSchema: Schema, description: string): Content {
  return { [mediaType]: { schema: { type: 'string', description, contentMediaType: mediaType, contentSchema } } };
}

export function bodyOf(schema: Schema, required = true): TakenBody {
  return { required, content: json(schema) };
}

/** A body that may be one of something, an array of them, or NDJSON. */
export function manyOf(one: Schema): TakenBody {
  return { required: true, content: { ...json({ anyOf: [one, { ...list(one), minItems: 1 }] }), ...ndjson(one) } };
}

/** Parameters of every list. */
export function paged(most = 1_000): Readonly<Record<string, Schema>> {
  return {
    limit: { ...between(1, most, { type: 'integer' }), default: 100 },
    cursor: says('`next` of the page before.', text),
  };
}

const refusal = object<{ line: unknown; field: unknown; reason: unknown }>({
  line: says('Which record, from 1.', count),
  field: says('Dotted path; empty where it is the whole record.', text),
  reason: text,
});
const counts = {
  accepted: count,
  duplicates: count,
  refused: says('One for every wrong field.', list(refusal)),
  refusedBeyond: optional(says('How many of `refused` were left out, where any were.', count)),
};
interface Counts {
  accepted: unknown;
  duplicates: unknown;
  refused: unknown;
  refusedBeyond?: unknown;
}

/** Answers of whatever takes records in. */
export const intakeAnswer = shape<Counts>('IntakeAnswer', counts);
const nothingTaken = shape<typeof problemFields & Partial<Counts>>('IntakeProblem', {
  ...problemFields,
  accepted: optional(count),
  duplicates: optional(count),
  refused: optional(list(refusal)),
  refusedBeyond: counts.refusedBeyond,
});
export const intakeProblem: NonNullable<RouteWords['problem']> = { 400: nothingTaken };
