import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { Failure } from '@vilfredo/event-sourcing';
import { parseJson } from '@vilfredo/row-files';
import type { MailSettings } from '../read-mail/mail.js';
import type { ImapSettings } from '../watch-mail/imap-mailbox.client.js';

/** A place where mail comes in: a maildir, or a mailbox on a server. */
export type Mailbox = { readonly settings: MailSettings } & (
  | { readonly maildir: string; readonly imap?: undefined }
  | { readonly imap: ImapSettings; readonly maildir?: undefined }
);

type Environment = Readonly<Record<string, string | undefined>>;
type Entry = Readonly<Record<string, unknown>>;

const known = ['source', 'own', 'maildir', 'imap'];
const knownOfImap = ['host', 'port', 'user', 'passwordFile', 'passwordEnv', 'mailbox', 'security', 'trustFile'];
const securities = ['tls', 'starttls', 'plain'];

/**
 * The mailboxes in the file that `VILFREDO_MAIL` names: JSON `[{source, own: [address or domain], maildir: folder}]`, or
 * with `imap: {host, port, user, passwordFile | passwordEnv, mailbox?, security?, trustFile?}` in place of the maildir.
 * Files are found from there.
 * @throws Failure `invalid` naming every wrong field, never a password
 */
export function loadMailboxes(file: string, env: Environment): readonly Mailbox[] {
  const text = textAt(file);
  if (text === undefined)
    throw new Failure('invalid', 'VILFREDO_MAIL names a file that is not there', { field: 'mail' });
  const listed = parseJson(text.replace(/^\ufeff/, ''));
  if (!Array.isArray(listed))
    throw new Failure('invalid', 'VILFREDO_MAIL must hold a list of mailboxes', { field: 'mail' });
  const wrong: string[] = [];
  const mailboxes = listed.flatMap((entry: unknown, i) => {
    const say = (field: string, reason: string) => void wrong.push(`${i}.${field} ${reason}`);
    return readMailbox(entry, { folder: dirname(file), env, say }) ?? [];
  });
  const sources = mailboxes.map(({ settings }) => settings.source);
  for (const source of new Set(sources)) {
    if (sources.indexOf(source) !== sources.lastIndexOf(source)) wrong.push(`two mailboxes have the source ${source}`);
  }
  if (wrong.length > 0) throw new Failure('invalid', `VILFREDO_MAIL: ${wrong.join('; ')}`, { field: 'mail' });
  return mailboxes;
}

interface Reading {
  readonly folder: string;
  readonly env: Environment;
  readonly say: (field: string, reason: string) => void;
}

function readMailbox(entry: unknown, reading: Reading): Mailbox | undefined {
  const { folder, say } = reading;
  if (!isObject(entry)) return void say('', 'must be an object');
  const { source, own, maildir, imap } = entry;
  for (const field of Object.keys(entry)) if (!known.includes(field)) say(field, 'is not known');
  if (!isText(source)) say('source', 'must be a name');
  if (!Array.isArray(own) || own.length === 0 || !own.every(isText)) say('own', 'must list own addresses or domains');
  if ((maildir === undefined) === (imap === undefined)) return void say('', 'must have either maildir or imap');
  const settings = { source: source as string, own: own as string[] };
  if (imap !== undefined) {
    const server = readImap(imap, reading);
    return server && { settings, imap: server };
  }
  return isText(maildir) ? { settings, maildir: resolve(folder, maildir) } : void say('maildir', 'must be a folder');
}

function readImap(imap: unknown, reading: Reading): ImapSettings | undefined {
  const { say } = reading;
  if (!isObject(imap)) return void say('imap', 'must be an object');
  const { host, port, user, mailbox, security, trustFile } = imap;
  for (const field of Object.keys(imap)) if (!knownOfImap.includes(field)) say(`imap.${field}`, 'is not known');
  for (const [field, value] of Object.entries({ host, user }))
    if (!isText(value)) say(`imap.${field}`, 'must be a text');
  if (!Number.isInteger(port)) say('imap.port', 'must be a number');
  if (!securities.includes((security ?? 'tls') as string)) {
    say('imap.security', `must be one of ${securities.join(', ')}`);
  }
  return {
    host: host as string,
    port: port as number,
    user: user as string,
    password: passwordOf(imap, reading),
    security: (security ?? 'tls') as NonNullable<ImapSettings['security']>,
    ...(isText(mailbox) ? { mailbox } : {}),
    ...(trustFile === undefined ? {} : { trust: contentOf('imap.trustFile', trustFile, reading) }),
  };
}

function passwordOf({ passwordFile, passwordEnv }: Entry, reading: Reading): string {
  const field = isText(passwordEnv) ? 'imap.passwordEnv' : 'imap.passwordFile';
  const password = isText(passwordEnv) ? reading.env[passwordEnv] : contentOf(field, passwordFile, reading).trimEnd();
  if (!password) reading.say(field, 'holds no password');
  return password ?? '';
}

function contentOf(field: string, name: unknown, { folder, say }: Reading): string {
  const text = isText(name) ? textAt(resolve(folder, name)) : undefined;
  if (text === undefined) say(field, 'must name a file that is there');
  return text ?? '';
}

/** Undefined for what cannot be read, such as a folder. */
function textAt(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === undefined) throw error;
    return undefined;
  }
}

function isObject(value: unknown): value is Entry {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value.trim() !== '';
}
