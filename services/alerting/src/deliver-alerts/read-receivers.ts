import { type AlertSeverity, alertSeverities, catalogue, type EventType, isEventType } from '@vilfredo/events';
import { IANAZone } from 'luxon';
import { alertTypes, type MailTimes, type ReceivableTopic, receivableTopics } from './receiver.js';

/** Where a secret is: the settings file names the place, never the secret. */
export type SecretPlace = { readonly env: string } | { readonly file: string };

export type DeclaredReceiver =
  | {
      readonly kind: 'webhook';
      readonly name: string;
      readonly url: string;
      readonly secret: SecretPlace;
      readonly topics: readonly ReceivableTopic[];
      readonly types: readonly EventType[];
    }
  | {
      readonly kind: 'email';
      readonly name: string;
      readonly to: readonly string[];
      readonly at: MailTimes;
      readonly timeZone: string;
      readonly severityFrom: AlertSeverity;
    };

export interface Wrong {
  /** Dotted path, such as `0.url`. */
  readonly field: string;
  readonly reason: string;
}

type Members = Readonly<Record<string, unknown>>;
type Say = (field: string, reason: string) => undefined;

const fieldsOf = {
  webhook: ['name', 'kind', 'url', 'secretEnv', 'secretFile', 'topics', 'types'],
  email: ['name', 'kind', 'to', 'at', 'timeZone', 'severityFrom'],
};

/**
 * Reads the list of receivers.
 * @returns what is right, and everything that is wrong; reasons never repeat a value
 */
export function readReceivers(list: unknown): { receivers: readonly DeclaredReceiver[]; wrong: readonly Wrong[] } {
  const wrong: Wrong[] = [];
  if (!Array.isArray(list)) return { receivers: [], wrong: [{ field: '', reason: 'must be a list of receivers' }] };
  const names = new Set<unknown>();
  const receivers = list.flatMap((one: unknown, i) => {
    const say: Say = (field, reason) => void wrong.push({ field: field === '' ? `${i}` : `${i}.${field}`, reason });
    if (typeof one !== 'object' || one === null || Array.isArray(one)) return say('', 'must be an object') ?? [];
    const members = one as Members;
    if (names.has(members.name)) say('name', 'is the name of another receiver');
    names.add(members.name);
    return readOne(members, say) ?? [];
  });
  return { receivers, wrong };
}

function readOne(members: Members, say: Say): DeclaredReceiver | undefined {
  const { kind, name } = members;
  if (typeof name !== 'string' || !/^[A-Za-z0-9][\w.-]{0,63}$/.test(name)) {
    say('name', 'must be 1 to 64 letters, digits, dots, hyphens or underscores');
  }
  if (kind !== 'webhook' && kind !== 'email') return say('kind', 'must be webhook or email');
  for (const field of Object.keys(members)) {
    if (!fieldsOf[kind].includes(field))
      say(field, `is no field of a receiver of this kind: ${fieldsOf[kind].join(', ')}`);
  }
  return kind === 'webhook' ? readWebhook(members, say) : readEmail(members, say);
}

function readWebhook(members: Members, say: Say): DeclaredReceiver | undefined {
  const { name, url } = members;
  if (typeof url !== 'string' || !isWebAddress(url)) {
    say('url', 'must be an address such as https://example.com/hook, without user name and password');
  }
  const topics = wordsIn(members.topics ?? ['alerts'], receivableTopics);
  if (topics === undefined) say('topics', `must be a list of ${receivableTopics.join(', ')}`);
  const possible = typesOf(topics ?? receivableTopics);
  const types = wordsIn(members.types ?? defaultTypes(topics ?? []), possible);
  if (types === undefined) say('types', `must be a list of ${possible.join(', ')}`);
  const secret = secretOf(members, say);
  if (topics === undefined || types === undefined || secret === undefined) return undefined;
  return { kind: 'webhook', name: String(name), url: String(url), secret, topics, types };
}

function isWebAddress(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, username, password } = new URL(text);
  return (protocol === 'https:' || protocol === 'http:') && username === '' && password === '';
}

function typesOf(topics: readonly ReceivableTopic[]): readonly EventType[] {
  return Object.keys(catalogue)
    .filter(isEventType)
    .filter((type) => (topics as readonly string[]).includes(catalogue[type].topic));
}

function defaultTypes(topics: readonly ReceivableTopic[]): readonly EventType[] {
  return typesOf(topics).filter(
    (type) => catalogue[type].topic !== 'alerts' || (alertTypes as readonly string[]).includes(type),
  );
}

function secretOf({ secretEnv, secretFile }: Members, say: Say): SecretPlace | undefined {
  if ((secretEnv === undefined) === (secretFile === undefined)) {
    return say('secretEnv', 'name the variable that holds the secret, or its file by secretFile, and not both');
  }
  const [field, place] = secretEnv === undefined ? ['secretFile', secretFile] : ['secretEnv', secretEnv];
  if (typeof place !== 'string' || place === '') return say(String(field), 'must be text');
  return field === 'secretEnv' ? { env: place } : { file: place };
}

function readEmail(members: Members, say: Say): DeclaredReceiver | undefined {
  const { name, to, timeZone = 'UTC', severityFrom = 'info' } = members;
  const isList = Array.isArray(to) && to.length > 0 && to.length <= 50;
  if (!isList || !to.every((one) => typeof one === 'string' && /^[^\s@<>,;]+@[^\s@<>,;]+$/.test(one))) {
    say('to', 'must be a list of 1 to 50 e-mail addresses');
  }
  const at = mailTimesOf(members.at ?? 'at-once');
  if (at === undefined) say('at', 'must be at-once, hourly, or daily with a time such as daily 08:00');
  if (typeof timeZone !== 'string' || !IANAZone.isValidZone(timeZone))
    say('timeZone', 'must be a zone such as Europe/Rome');
  const [severity] = wordsIn([severityFrom], alertSeverities) ?? [];
  if (severity === undefined) say('severityFrom', `must be one of ${alertSeverities.join(', ')}`);
  if (at === undefined || severity === undefined || !isList) return undefined;
  return {
    kind: 'email',
    name: String(name),
    to: to as string[],
    at,
    timeZone: String(timeZone),
    severityFrom: severity,
  };
}

function mailTimesOf(text: unknown): MailTimes | undefined {
  if (text === 'at-once') return { every: 'alert' };
  if (text === 'hourly') return { every: 'hour' };
  const daily = /^daily ([01]\d|2[0-3]):([0-5]\d)$/.exec(String(text));
  return daily === null ? undefined : { every: 'day', hour: Number(daily[1]), minute: Number(daily[2]) };
}

function wordsIn<W extends string>(list: unknown, words: readonly W[]): readonly W[] | undefined {
  if (!Array.isArray(list) || list.length === 0) return undefined;
  return list.every((one): one is W => (words as readonly unknown[]).includes(one)) ? list : undefined;
}
