import {
  ARRAY_MAX_SIZE,
  ARRAY_MIN_SIZE,
  IS_ARRAY,
  IS_BOOLEAN,
  IS_IN,
  IS_INT,
  IS_ISO4217_CURRENCY_CODE,
  IS_ISO8601,
  IS_LENGTH,
  IS_NUMBER,
  IS_OBJECT,
  IS_POSITIVE,
  IS_STRING,
  IS_TIMEZONE,
  MATCHES,
  MAX,
  MIN,
} from 'class-validator';

export type JsonSchema = Readonly<Record<string, unknown>>;

const oneOf = (values: unknown): JsonSchema => {
  const allText = Array.isArray(values) && values.every((value) => typeof value === 'string');
  return { ...(allText && { type: 'string' }), enum: values };
};

const words = new Map<string, (first: unknown, second: unknown) => JsonSchema>([
  [IS_STRING, () => ({ type: 'string' })],
  [IS_LENGTH, (least, most) => ({ ...(least !== 0 && { minLength: least }), maxLength: most })],
  [IS_BOOLEAN, () => ({ type: 'boolean' })],
  [MATCHES, (pattern) => ({ type: 'string', pattern: (pattern as RegExp).source })],
  [IS_NUMBER, () => ({ type: 'number' })],
  [IS_INT, () => ({ type: 'integer' })],
  [IS_POSITIVE, () => ({ exclusiveMinimum: 0 })],
  [MIN, (least) => ({ minimum: least })],
  [MAX, (most) => ({ maximum: most })],
  [IS_IN, oneOf],
  [IS_OBJECT, () => ({ type: 'object' })],
  [IS_ARRAY, () => ({ type: 'array' })],
  [ARRAY_MIN_SIZE, (least) => ({ minItems: least })],
  [ARRAY_MAX_SIZE, (most) => ({ maxItems: most })],
  [IS_ISO4217_CURRENCY_CODE, () => ({ type: 'string', pattern: '^[A-Za-z]{3}$', description: 'ISO 4217 currency' })],
  [IS_ISO8601, () => ({ type: 'string', pattern: '^[+-]?\\d{4}', description: 'ISO 8601 time' })],
  [IS_TIMEZONE, () => ({ type: 'string', minLength: 1, description: 'IANA time zone' })],
  ['isDecimalText', () => ({ type: 'string', pattern: '^-?\\d{1,15}(\\.\\d{1,9})?$', description: 'decimal number' })],
  ['isWindow', () => ({ anyOf: [{ const: 'all' }, { type: 'integer', minimum: 1, maximum: 36_500 }] })],
  [
    'hasRecencyOnce',
    () => ({
      contains: { type: 'object', properties: { name: { const: 'recency' } }, required: ['name'] },
      minContains: 1,
      maxContains: 1,
    }),
  ],
]);

/**
 * A class-validator rule in the words of JSON Schema, never stricter than the rule (but that JSON Schema counts a
 * variation selector as a character, and `Length` does not).
 * @throws Error for a rule that has no words yet, so that none is left out in silence.
 */
export function ruleWords(name: string, parameters: readonly unknown[]): JsonSchema {
  const say = words.get(name);
  if (say === undefined) throw new Error(`no JSON Schema is known for the rule ${name}`);
  return say(parameters[0], parameters[1]);
}
