/** A schema as OpenAPI 3.1 takes it: JSON Schema, draft 2020-12. One with a `title` is told once, under that name. */
export interface Schema {
  readonly [word: string]: unknown;
  readonly mayBeAbsent?: never;
}

/** A field that is not always there. */
export interface Optional {
  readonly mayBeAbsent: Schema;
}

/** A schema for every field of a shape, neither more nor fewer; those that may be absent say so. */
export type Fields<Shape> = {
  readonly [Name in keyof Shape]-?: Record<never, never> extends Pick<Shape, Name> ? Optional : Schema;
};

export const text: Schema = { type: 'string' };
export const number: Schema = { type: 'number' };
export const whole: Schema = { type: 'integer' };
export const count: Schema = { type: 'integer', minimum: 0 };
export const flag: Schema = { type: 'boolean' };
export const anything: Schema = {};
export const time: Schema = { type: 'string', format: 'date-time' };
/** A day, or a time of one; without an offset it is meant in UTC. */
export const moment: Schema = { type: 'string', pattern: '^\\d{4}-\\d{2}-\\d{2}', examples: ['2026-03-01T09:00:00Z'] };
export const day: Schema = { type: 'string', format: 'date' };
/** From 0 to 1. */
export const share: Schema = { type: 'number', minimum: 0, maximum: 1 };
/** From 0 to 100. */
export const score: Schema = { type: 'number', minimum: 0, maximum: 100 };
export const money: Schema = {
  title: 'Money',
  type: 'string',
  pattern: '^-?\\d+(\\.\\d+)?$',
  description: "A decimal number of the currency's major unit, as text.",
};
export const causes: Schema = { type: 'array', items: text, description: 'Ids of the events behind it.' };

export function says(description: string, schema: Schema): Schema {
  return schema.title === undefined ? { ...schema, description } : { description, allOf: [schema] };
}

/** Text of at most so many characters that is not empty. */
export function upTo(longest: number): Schema {
  return { type: 'string', minLength: 1, maxLength: longest };
}

export function between(least: number, most: number, schema: Schema = number): Schema {
  return { ...schema, minimum: least, maximum: most };
}

/** One of these texts or numbers. */
export function oneOf(values: readonly (string | number)[]): Schema {
  return { type: values.every((value) => typeof value === 'string') ? 'string' : 'integer', enum: values };
}

export function list(items: Schema): Schema {
  return { type: 'array', items };
}

/** An object whose names are not known beforehand. */
export function named(values: Schema): Schema {
  return { type: 'object', additionalProperties: values };
}

/** How many there are of each. */
export function tally(names: readonly (string | number)[]): Schema {
  return {
    type: 'object',
    properties: Object.fromEntries(names.map((name) => [name, count])),
    required: names.map(String),
  };
}

export function optional(schema: Schema): Optional {
  return { mayBeAbsent: schema };
}

export function orNull(schema: Schema): Schema {
  const { type, enum: values, title } = schema;
  if (title !== undefined || typeof type !== 'string') return { anyOf: [schema, { type: 'null' }] };
  return { ...schema, type: [type, 'null'], ...(Array.isArray(values) && { enum: [...values, null] }) };
}

/** An object that is told in place. More fields may come; the compiler holds these against the shape that is answered. */
export function object<Shape>(fields: Fields<Shape>): Schema {
  const entries = Object.entries<Schema | Optional>(fields);
  const required = entries.filter(([, field]) => field.mayBeAbsent === undefined).map(([name]) => name);
  return {
    type: 'object',
    properties: Object.fromEntries(entries.map(([name, field]) => [name, field.mayBeAbsent ?? field])),
    ...(required.length > 0 && { required }),
  };
}

/** An object that has a name of its own in the description. */
export function shape<Shape>(title: string, fields: Fields<Shape>, description?: string): Schema {
  return { title, ...(description !== undefined && { description }), ...object<Shape>(fields) };
}

/** A page of a list. */
export function pageOf(items: Schema): Schema {
  const next = says('The cursor to go on from; null where there is no more.', orNull(text));
  return object<{ items: unknown; next: unknown }>({ items: list(items), next });
}
