import { Failure } from '@vilfredo/event-sourcing';
import { answers } from '../import-contacts/contact-mapping.js';

/** Whoever sends ratings by webhook: how they sign, and where in their JSON things stand. */
export interface SurveySource {
  readonly name: string;
  readonly scheme: SurveyScheme;
  /** Any of them may have signed: while one is being replaced there are two. */
  readonly secrets: readonly Uint8Array[];
  /** Of `x-signature`: where the time of sending stands in the body. */
  readonly timestampField?: string;
  /** Dotted paths into the body, by field of the rating. */
  readonly fields: Readonly<Record<string, string>>;
  readonly scale: { readonly min: number; readonly max: number };
}

/**
 * `standard-webhooks`: headers webhook-id, webhook-timestamp and webhook-signature of the Standard Webhooks specification.
 * `x-signature`: `X-Signature: sha256=` and the HMAC of the body in hex, with the time of sending inside the body.
 */
export type SurveyScheme = 'standard-webhooks' | 'x-signature';

/** Where the secrets of a source are: files of them, or environment variables, one secret a line. */
export interface SecretPlaces {
  readonly files: readonly string[];
  readonly variables: readonly string[];
}

const who = ['customerId', 'phone', 'email'] as const;
const known = ['ratingId', 'interactionId', 'at', ...who, ...answers];

/**
 * Checks what the settings say about a source: `{scheme, secretFile | secretEnv, timestampField?, fields, scale}`.
 * @throws Failure `invalid` naming the first wrong field, never a secret
 */
export function readSurveySource(
  name: string,
  value: unknown,
): Omit<SurveySource, 'secrets'> & { places: SecretPlaces } {
  const path = `surveys.${name}`;
  if (!/^[a-z0-9][a-z0-9-]{0,62}$/.test(name)) fail(path, 'must be named in small letters, digits and hyphens');
  const settings = object(value, path);
  for (const key of Object.keys(settings)) {
    if (!settingNames.includes(key)) fail(`${path}.${key}`, `is not known; known are ${settingNames.join(', ')}`);
  }
  const scheme = schemes.find((one) => one === (settings.scheme ?? schemes[0]));
  if (scheme === undefined) return fail(`${path}.scheme`, `must be one of ${schemes.join(', ')}`);
  const timestampField = settings.timestampField;
  if (scheme === 'x-signature' ? !isPath(timestampField) : timestampField !== undefined) {
    fail(`${path}.timestampField`, 'belongs to x-signature: where the time of sending stands in the body');
  }
  return {
    name,
    scheme,
    places: readPlaces(settings, path),
    ...(isPath(timestampField) && { timestampField }),
    fields: readFields(object(settings.fields, `${path}.fields`), scheme, `${path}.fields`),
    scale: readScale(object(settings.scale, `${path}.scale`), `${path}.scale`),
  };
}

const schemes = ['standard-webhooks', 'x-signature'] as const;
const settingNames = ['scheme', 'secretFile', 'secretEnv', 'timestampField', 'fields', 'scale'];

function readFields(given: Fields, scheme: SurveyScheme, path: string): Readonly<Record<string, string>> {
  for (const [name, place] of Object.entries(given)) {
    if (!known.includes(name)) fail(`${path}.${name}`, `is not known; known are ${known.join(', ')}`);
    if (!isPath(place)) fail(`${path}.${name}`, 'must be a dotted path into the body, such as answers.q1');
  }
  const fields = given as Readonly<Record<string, string>>;
  if (scheme === 'x-signature' && fields.ratingId === undefined) fail(`${path}.ratingId`, 'is missing');
  if (fields.at === undefined) fail(`${path}.at`, 'is missing');
  if (who.every((name) => fields[name] === undefined)) {
    fail(`${path}.customerId`, 'is missing: name where it stands, or phone or email');
  }
  if (answers.every((name) => fields[name] === undefined)) {
    fail(`${path}.overall`, 'is missing: name where it stands, or a dimension');
  }
  return fields;
}

function readScale({ min, max }: Fields, path: string): SurveySource['scale'] {
  if (typeof min === 'number' && typeof max === 'number' && min < max) return { min, max };
  return fail(path, 'must hold numbers min and max, min below max');
}

function readPlaces({ secretFile, secretEnv }: Fields, path: string): SecretPlaces {
  const places = { files: listOf(secretFile), variables: listOf(secretEnv) };
  const texts: unknown[] = [...places.files, ...places.variables];
  if (texts.length > 0 && texts.every((text) => typeof text === 'string' && text !== '')) return places as SecretPlaces;
  return fail(`${path}.secretFile`, 'is missing: name a file of secrets, or in secretEnv an environment variable');
}

function listOf(value: unknown): readonly unknown[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value];
}

function isPath(value: unknown): value is string {
  return typeof value === 'string' && /^[^.]{1,100}(\.[^.]{1,100}){0,9}$/.test(value);
}

type Fields = Readonly<Record<string, unknown>>;

/** @throws Failure `invalid` when it is none */
export function object(value: unknown, field: string): Fields {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Fields;
  return fail(field, value === undefined ? 'is missing' : 'must be an object');
}

/** @throws Failure `invalid` always */
export function fail(field: string, reason: string): never {
  throw new Failure('invalid', reason, { field });
}
