import {
  type Channel,
  type ContactPointKind,
  CustomerRegistered,
  channels,
  contactPointKinds,
  controlCharacter,
  isDay,
  violations,
} from '@vilfredo/events';

/** A wrong field and why. */
export interface FieldRefusal {
  readonly field: string;
  readonly reason: string;
}

/** What somebody says of a customer, read. */
export interface Registration {
  readonly customerId: string;
  /** When it was said, ISO 8601 in UTC. */
  readonly at: string;
  /** Whether somebody said when; else it is said now. */
  readonly dated: boolean;
  readonly source: string;
  /** What may be kept as it is. */
  readonly payload: CustomerRegistered;
  /** What may be kept only sealed. */
  readonly secret: { readonly name?: string; readonly birthday?: string };
  readonly contactPoints: readonly { readonly kind: ContactPointKind; readonly value: string }[];
  readonly consent: readonly { readonly channel: Channel | 'any'; readonly granted: boolean }[];
}

export type RegistrationDecision =
  | { readonly registration: Registration; readonly refused?: undefined }
  | { readonly registration?: undefined; readonly refused: readonly FieldRefusal[] };

type Fields = Readonly<Record<string, unknown>>;
type Refuse = (field: string, reason: string) => void;

const known = [
  ...['kind', 'source', 'customerId', 'at', 'ownerId', 'household', 'fields'],
  ...['name', 'birthday', 'contactPoints', 'consent'],
];
const dayMs = 86_400_000;
const mostContactPoints = 50;
const longest = { id: 200, name: 300, value: 1_000 };
/** A day, which begins in UTC, or a moment with offset. */
const moments = /^(\d{4}-\d\d-\d\d)(?:T[\d:.]{5,18}(?:Z|[+-]\d\d:\d\d))?$/;

/**
 * Reads one registration. Names every field that is wrong, and every field that is unknown.
 * @param now epoch milliseconds; stands for `at` where none is given
 */
export function registerCustomer(intake: unknown, now: number): RegistrationDecision {
  if (!isFields(intake)) return { refused: [{ field: '', reason: 'notAnObject' }] };
  const refused: FieldRefusal[] = [];
  const refuse: Refuse = (field, reason) => void refused.push({ field, reason });
  const at = readMoment(own(intake, 'at'), now, refuse);
  const payload = readPayload(intake);
  const wrong = violations(CustomerRegistered, payload);
  const registration = {
    customerId: readId(intake, refuse),
    at,
    dated: own(intake, 'at') !== undefined,
    source: String(payload.source),
    payload: payload as unknown as CustomerRegistered,
    secret: { ...readName(intake, refuse), ...readBirthday(intake, now, refuse) },
    contactPoints: readContactPoints(intake, refuse),
    consent: readConsent(intake, refuse),
  };
  for (const name of Object.keys(intake)) if (!known.includes(name)) refuse(name, 'unknownField');
  const all = [...refused, ...wrong];
  return all.length > 0 ? { refused: all } : { registration };
}

function readPayload(intake: Fields): Record<string, unknown> {
  const payload: Record<string, unknown> = { source: own(intake, 'source') ?? 'registry' };
  for (const name of ['ownerId', 'household', 'fields']) {
    const value = own(intake, name);
    if (value !== undefined) payload[name] = value;
  }
  return payload;
}

function readId(intake: Fields, refuse: Refuse): string {
  const id = own(intake, 'customerId');
  if (id === undefined || id === '') refuse('customerId', 'missing');
  else if (typeof id !== 'string') refuse('customerId', 'notText');
  else if (id.length > longest.id) refuse('customerId', 'tooLong');
  else if (controlCharacter.test(id) || !id.isWellFormed()) refuse('customerId', 'controlCharacter');
  else if (id.trim() === '') refuse('customerId', 'missing');
  else return id;
  return '';
}

function readMoment(at: unknown, now: number, refuse: Refuse): string {
  if (at === undefined) return new Date(now).toISOString();
  const moment = typeof at === 'string' ? momentOf(at) : Number.NaN;
  if (Number.isNaN(moment)) refuse('at', 'badDate');
  else if (moment > now + dayMs) refuse('at', 'future');
  else return new Date(moment).toISOString();
  return '';
}

/** Epoch ms; NaN when the text is neither a day nor a moment with offset. */
function momentOf(text: string): number {
  const [, day = ''] = moments.exec(text) ?? [];
  return isDay(day) ? Date.parse(text) : Number.NaN;
}

function readName(intake: Fields, refuse: Refuse): { name?: string } {
  const name = own(intake, 'name');
  if (name === undefined || name === '') return {};
  if (typeof name !== 'string') refuse('name', 'notText');
  else if (name.length > longest.name) refuse('name', 'tooLong');
  else return { name: name.trim() };
  return {};
}

function readBirthday(intake: Fields, now: number, refuse: Refuse): { birthday?: string } {
  const birthday = own(intake, 'birthday');
  if (birthday === undefined || birthday === '') return {};
  const moment = typeof birthday === 'string' && birthday.length === 10 ? momentOf(birthday) : Number.NaN;
  if (Number.isNaN(moment)) refuse('birthday', 'badDate');
  else if (moment > now) refuse('birthday', 'future');
  else return { birthday: String(birthday) };
  return {};
}

function readContactPoints(intake: Fields, refuse: Refuse): Registration['contactPoints'] {
  return readList(intake, 'contactPoints', ['kind', 'value'], refuse, (point, path) => {
    const kind = contactPointKinds.find((one) => one === point.kind);
    const { value } = point;
    if (kind === undefined) refuse(`${path}.kind`, point.kind === undefined ? 'missing' : 'unknownValue');
    if (typeof value !== 'string' || value.trim() === '') refuse(`${path}.value`, 'missing');
    else if (value.length > longest.value) refuse(`${path}.value`, 'tooLong');
    else if (kind !== undefined) return { kind, value };
    return undefined;
  });
}

function readConsent(intake: Fields, refuse: Refuse): Registration['consent'] {
  const told = new Set<unknown>();
  return readList(intake, 'consent', ['channel', 'granted'], refuse, (consent, path) => {
    const channel = ([...channels, 'any'] as const).find((one) => one === consent.channel);
    const { granted } = consent;
    if (channel === undefined) refuse(`${path}.channel`, consent.channel === undefined ? 'missing' : 'unknownValue');
    else if (told.has(channel)) refuse(`${path}.channel`, 'toldTwice');
    told.add(channel);
    if (typeof granted !== 'boolean') refuse(`${path}.granted`, granted === undefined ? 'missing' : 'notAFlag');
    else if (channel !== undefined) return { channel, granted };
    return undefined;
  });
}

function readList<T>(
  intake: Fields,
  name: string,
  names: readonly string[],
  refuse: Refuse,
  read: (one: Fields, path: string) => T | undefined,
): readonly T[] {
  const list = own(intake, name);
  if (list === undefined) return [];
  if (!Array.isArray(list) || list.length > mostContactPoints) {
    refuse(name, Array.isArray(list) ? 'tooMany' : 'notAList');
    return [];
  }
  return list.flatMap((one: unknown, i) => {
    const path = `${name}.${i}`;
    if (!isFields(one)) {
      refuse(path, 'notAnObject');
      return [];
    }
    for (const other of Object.keys(one)) if (!names.includes(other)) refuse(`${path}.${other}`, 'unknownField');
    return read(one, path) ?? [];
  });
}

function own(fields: Fields, name: string): unknown {
  const value = Object.hasOwn(fields, name) ? fields[name] : undefined;
  return value === null ? undefined : value;
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
