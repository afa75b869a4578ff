import type { RowRefusal } from '@vilfredo/row-files';
import { type Intake, isRefusal, refuse } from '../import-contacts/contact-columns.js';
import { answers } from '../import-contacts/contact-mapping.js';
import type { SurveySource } from './survey-source.js';
import { isInTime } from './verify-signature.js';

const longestText = 300;
const number = /^-?\d{1,9}(\.\d{1,9})?$/;

/**
 * When a source that signs with `x-signature` sent a message, as its body says; true as well where the signature covers
 * the time itself.
 * @param now epoch milliseconds
 */
export function isFresh({ timestampField }: SurveySource, body: unknown, now: number): boolean {
  if (timestampField === undefined) return true;
  const sent = momentOf(valueAt(body, timestampField));
  return sent !== undefined && isInTime(Date.parse(sent), now);
}

/**
 * Makes a rating that came later of a survey tool's message, in the shape of `POST /ratings`.
 * @param webhookId stands for the rating's own id where the source's fields do not name one
 */
export function convertSurvey(source: SurveySource, body: unknown, webhookId: string | undefined): Intake | RowRefusal {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return refuse('', 'notAnObject');
  const { fields, name } = source;
  const text = (field: string) => textOf(fields[field] === undefined ? undefined : valueAt(body, fields[field]));
  const ratingId = fields.ratingId === undefined ? webhookId : text('ratingId');
  if (ratingId === undefined) return refuse('ratingId', 'missing');
  const who = whoOf(text);
  if (who === undefined) return refuse('customerId', 'noCustomer');
  const at = momentOf(valueAt(body, fields.at as string));
  if (at === undefined) return refuse('at', 'badDate');
  const rating = ratingOf(source, body);
  if (isRefusal(rating)) return rating;
  const interactionId = text('interactionId');
  return { source: name, ratingId, ...who, ...(interactionId !== undefined && { interactionId }), at, rating };
}

function ratingOf({ fields, scale }: SurveySource, body: unknown): Intake | RowRefusal {
  const given = answers.flatMap((answer) => {
    const value = fields[answer] === undefined ? undefined : valueAt(body, fields[answer]);
    return value === undefined || value === null || value === '' ? [] : [[answer, numberOf(value)] as const];
  });
  if (given.length === 0) return refuse('rating', 'missing');
  for (const [answer, value] of given) {
    if (value === undefined) return refuse(`rating.${answer}`, 'badRating');
    if (value < scale.min || value > scale.max) return refuse(`rating.${answer}`, 'outsideScale');
  }
  return { ...scale, ...Object.fromEntries(given) };
}

function numberOf(value: unknown): number | undefined {
  const given = typeof value === 'string' && number.test(value) ? Number(value) : value;
  return typeof given === 'number' && Number.isFinite(given) ? given : undefined;
}

function whoOf(text: (field: string) => string | undefined): Intake | undefined {
  const customerId = text('customerId');
  if (customerId !== undefined) return { customerId };
  for (const kind of ['phone', 'email'] as const) {
    const value = text(kind);
    if (value !== undefined) return { contactPoint: { kind, value } };
  }
  return undefined;
}

/** What stands at a dotted path; own members only, so that nothing is found that was not sent. */
function valueAt(body: unknown, path: string): unknown {
  let value = body;
  for (const step of path.split('.')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return undefined;
    value = (value as Readonly<Record<string, unknown>>)[step];
  }
  return value;
}

function textOf(value: unknown): string | undefined {
  const text = typeof value === 'number' && Number.isSafeInteger(value) ? String(value) : value;
  return typeof text === 'string' && text !== '' && text.length <= longestText ? text : undefined;
}

/** A time with offset as it is, or one in seconds or milliseconds since 1970. */
function momentOf(value: unknown): string | undefined {
  const seconds = typeof value === 'string' && /^\d{9,13}$/.test(value) ? Number(value) : value;
  if (typeof seconds === 'number') {
    const ms = seconds < 1e11 ? seconds * 1_000 : seconds;
    return ms >= 0 && ms < 8e15 ? new Date(ms).toISOString() : undefined;
  }
  if (typeof value !== 'string' || !/T.*(Z|[+-]\d\d:?\d\d)$/.test(value) || value.length > 40) return undefined;
  const ms = Date.parse(value);
  return Number.isNaN(ms) ? undefined : new Date(ms).toISOString();
}
