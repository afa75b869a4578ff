import { attemptResults, automaticKinds, channels, contactPointKinds, cues, purposes } from '@vilfredo/events';
import type { Attempt, CaseResolution, Contact, Interaction, LaterRating, Who, WrapUp } from './contact.js';
import type { FieldRefusal } from './contact-intake.js';
import { FieldReader, isFields } from './read-fields.js';
import { readRating, required } from './read-rating.js';

export type ReadContact =
  | { readonly contact: Contact; readonly refused?: undefined }
  | { readonly contact?: undefined; readonly refused: readonly FieldRefusal[] };

const dayMs = 86_400_000;
const mostSignals = 100;
const longestSubject = 1_000;
const longestText = 100_000;

/**
 * Reads one record of an intake: what `kind` says it is, else what its own id does (`ratingId`, `attemptId`, `caseId`,
 * else an interaction). Names every field that is wrong, and every field that is unknown.
 * @param now epoch milliseconds; a contact more than a day after it is refused as `future`
 */
export function readContact(intake: unknown, now: number): ReadContact {
  if (!isFields(intake)) return { refused: [{ field: '', reason: 'notAnObject' }] };
  const refused: FieldRefusal[] = [];
  const reader = new FieldReader(intake, refused);
  const read = readers[kindOf(reader)];
  if (read === undefined) return { refused: [{ field: 'kind', reason: 'unknownKind' }] };
  const contact = read(reader);
  if (contact.at !== '' && Date.parse(contact.at) > now + dayMs) reader.refuse('at', 'future');
  reader.refuseOthers();
  return refused.length > 0 ? { refused } : { contact };
}

function kindOf(reader: FieldReader): string {
  const kind = reader.value('kind');
  if (kind !== undefined) return typeof kind === 'string' ? kind : '';
  const own = Object.entries(ownIds).find(([name]) => reader.value(name) !== undefined);
  return own?.[1] ?? 'interaction';
}

const ownIds = { ratingId: 'rating', attemptId: 'attempt', caseId: 'case-resolved' } as const;

const readers: Readonly<Record<string, ((reader: FieldReader) => Contact) | undefined>> = Object.assign(
  Object.create(null),
  { interaction, 'wrap-up': wrapUp, rating: laterRating, 'case-resolved': caseResolution, attempt },
);

function interaction(reader: FieldReader): Interaction {
  const durationSeconds = reader.number('durationSeconds', 0, 1e7);
  const automatic = reader.optionalOneOf('automatic', automaticKinds);
  const attachments = readAttachments(reader);
  const subject = reader.prose('subject', longestSubject);
  const text = reader.prose('text', longestText);
  const secret = { ...(subject !== undefined && { subject }), ...(text !== undefined && { text }) };
  return {
    kind: 'interaction',
    ...told(reader),
    who: readWho(reader, true),
    ...remarks(reader),
    channel: reader.oneOf('channel', channels),
    direction: reader.oneOf('direction', ['in', 'out'] as const),
    details: {
      ...(durationSeconds !== undefined && { durationSeconds }),
      ...(automatic !== undefined && { automatic }),
      ...(attachments !== undefined && { attachments }),
    },
    ...(Object.keys(secret).length > 0 && { secret }),
  };
}

function wrapUp(reader: FieldReader): WrapUp {
  const resolved = readResolved(reader);
  return {
    kind: 'wrap-up',
    ...told(reader),
    who: readWho(reader, false),
    ...remarks(reader),
    ...(resolved !== undefined && { resolved }),
  };
}

function laterRating(reader: FieldReader): LaterRating {
  const interactionId = reader.optionalText('interactionId', 300);
  const rating = readRating(reader);
  if (rating === undefined && reader.value('rating') === undefined) reader.refuse('rating', 'missing');
  return {
    kind: 'rating',
    ...told(reader),
    who: readWho(reader, interactionId === undefined),
    ratingId: reader.text('ratingId', 300),
    ...(interactionId !== undefined && { interactionId }),
    rating: rating ?? { scale: { min: 0, max: 0 }, answers: {} },
  };
}

function caseResolution(reader: FieldReader): CaseResolution {
  const recovered = reader.flag('recovered');
  if (recovered === undefined && reader.value('recovered') === undefined) reader.refuse('recovered', 'missing');
  return {
    kind: 'case-resolved',
    ...told(reader),
    who: { customerId: reader.text('customerId', 200) },
    caseId: reader.text('caseId', 300),
    recovered: recovered ?? false,
  };
}

function attempt(reader: FieldReader): Attempt {
  const agentId = reader.optionalText('agentId', 100);
  const callBackAt = reader.value('callBackAt') === undefined ? undefined : reader.time('callBackAt');
  return {
    kind: 'attempt',
    ...told(reader),
    who: readWho(reader, true),
    attemptId: reader.text('attemptId', 300),
    channel: reader.oneOf('channel', channels),
    result: reader.oneOf('result', attemptResults),
    ...(agentId !== undefined && { agentId }),
    ...(callBackAt !== undefined && { callBackAt }),
  };
}

function told(reader: FieldReader) {
  return { source: reader.text('source', 100), at: reader.time('at') };
}

/** @param needed whether it cannot be found out otherwise, so that one of the two must be there */
function readWho(reader: FieldReader, needed: boolean): Who {
  const customerId = reader.optionalText('customerId', 200);
  const contactPoint = reader.part('contactPoint', (part) => ({
    kind: part.oneOf('kind', contactPointKinds),
    value: part.prose('value', 1_000) ?? missing(part, 'value'),
  }));
  const isTold = customerId !== undefined || reader.value('contactPoint') !== undefined;
  if (needed && !isTold) reader.refuse('customerId', 'missing');
  return { ...(customerId !== undefined && { customerId }), ...(contactPoint !== undefined && { contactPoint }) };
}

function missing(part: FieldReader, name: string): string {
  if (part.value(name) === undefined || part.value(name) === '') part.refuse(name, 'missing');
  return '';
}

function remarks(reader: FieldReader) {
  const purpose = reader.optionalOneOf('purpose', purposes);
  const agentId = reader.optionalText('agentId', 100);
  const issueId = reader.optionalText('issueId', 300);
  const rating = readRating(reader);
  const complaint = reader.part('complaint', (part) => ({ severity: required(part, 'severity', 1, 3, true) }));
  return {
    interactionId: reader.text('interactionId', 300),
    ...(purpose !== undefined && { purpose }),
    ...(agentId !== undefined && { agentId }),
    ...(issueId !== undefined && { issueId }),
    transferred: reader.flag('transferred') ?? false,
    ...(rating !== undefined && { rating }),
    signals: reader.parts('signals', mostSignals, (part) => ({
      product: part.text('product', 100),
      cue: part.oneOf('cue', cues),
    })),
    ...(complaint !== undefined && { complaint }),
  };
}

function readAttachments(reader: FieldReader) {
  return reader.part('attachments', (part) => ({
    count: required(part, 'count', 0, 1e6, true),
    bytes: required(part, 'bytes', 0, 1e12, true),
  }));
}

/** `true` says that the matter is settled; that the customer was content with how has to be said. */
function readResolved(reader: FieldReader): WrapUp['resolved'] {
  const value = reader.value('resolved');
  if (value === true) return { recovered: false };
  if (value === undefined || value === false) return undefined;
  return reader.part('resolved', (part) => ({ recovered: part.flag('recovered') ?? false }));
}
