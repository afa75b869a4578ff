import { createReadStream, existsSync, type FSWatcher, watch } from 'node:fs';
import { mkdir, open, readdir, rename, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Failure } from '@vilfredo/event-sourcing';
import type { MailSettings, Refusal } from '../read-mail/mail.js';
import { readMail } from '../read-mail/read-mail.stream.js';
import { isRefused, type MailReport, type RecordInteraction, settleMail } from './settle-mail.js';
import { Bell, type LoopOptions, WatchLoop } from './watch.loop.js';

export interface MaildirOptions extends LoopOptions {
  /** Holds `tmp`, `new` and `cur`, which are made when they are missing. */
  readonly folder: string;
  readonly settings: MailSettings;
  readonly record: RecordInteraction;
  readonly onMail?: (report: MailReport) => void;
  /** It is looked into at least so often, whatever the file system tells; 60 s when not given. */
  readonly rescanMs?: number;
}

/** Some thousands of mails at a time keep the listing of a large folder small. */
const rescanMs = 60_000;

/**
 * Watches a maildir: each mail in `new` is recorded and then moved to `cur`; one that is refused is moved to `.Refused`
 * with its reasons in a JSON file beside it. What a crash leaves in `new` is read again, and is a duplicate.
 */
export function watchMaildir(options: MaildirOptions): { stop(): Promise<void> } {
  return new WatchLoop((signal, progress) => readOn(options, signal, progress), options);
}

async function readOn(options: MaildirOptions, signal: AbortSignal, progress: () => void): Promise<void> {
  const arrivals = join(options.folder, 'new');
  for (const name of ['tmp', 'new', 'cur', '.Refused'])
    await orUnavailable(mkdir(join(options.folder, name), { recursive: true }));
  const bell = new Bell();
  const watcher = watched(arrivals, bell);
  try {
    while (!signal.aborted) {
      for (const name of await waitingIn(arrivals)) {
        if (signal.aborted) return;
        await takeIn(name, options);
        progress();
      }
      await bell.wait(options.rescanMs ?? rescanMs, signal);
    }
  } finally {
    watcher?.close();
  }
}

/** Not every file system can tell; then it is looked into from time to time. */
function watched(folder: string, bell: Bell): FSWatcher | undefined {
  try {
    return watch(folder, bell.sound).on('error', bell.sound);
  } catch (error) {
    if (['ENOSYS', 'ENOSPC', 'EMFILE'].includes((error as NodeJS.ErrnoException).code ?? '')) return undefined;
    throw error;
  }
}

/** In the order of delivery, as far as names tell. */
async function waitingIn(folder: string): Promise<string[]> {
  const entries = await orUnavailable(readdir(folder, { withFileTypes: true }));
  return entries
    .filter((entry) => entry.isFile() && !entry.name.startsWith('.'))
    .map(({ name }) => name)
    .sort();
}

async function takeIn(name: string, { folder, settings, record, onMail }: MaildirOptions): Promise<void> {
  const file = join(folder, 'new', name);
  const found = await orUnavailable(stat(file).catch(unlessGone));
  // Somebody else reads this maildir too, and was first.
  if (found === undefined) return;
  const stream = createReadStream(file, { highWaterMark: 262_144 });
  const reading = await orUnavailable(
    readMail(stream, settings, Math.floor(found.mtimeMs)).finally(() => stream.destroy()),
  );
  const outcome = await settleMail(reading, record);
  if (isRefused(outcome)) await orUnavailable(setAside(name, folder, outcome.refused));
  else await orUnavailable(rename(file, await freeName(join(folder, 'cur', `${name.split(':')[0]}:2,`))));
  onMail?.({ mail: name, outcome });
}

/** The reasons are there before the mail is moved: a mail without reasons beside it cannot be found there. */
async function setAside(name: string, folder: string, refused: readonly Refusal[]): Promise<void> {
  const place = await freeName(join(folder, '.Refused', name));
  const reasons = await open(`${place}.json`, 'w');
  try {
    await reasons.writeFile(`${JSON.stringify({ mail: name, refused }, null, 2)}\n`);
    await reasons.sync();
  } finally {
    await reasons.close();
  }
  await rename(join(folder, 'new', name), place);
}

/** Names are unique in a maildir; should one come again all the same, it does not overwrite the first. */
async function freeName(wanted: string): Promise<string> {
  for (let copy = 1; ; copy++) {
    const name = copy === 1 ? wanted : wanted.replace(/(:2,)?$/, `_${copy}$1`);
    if (!existsSync(name)) return name;
  }
}

function unlessGone(error: NodeJS.ErrnoException): undefined {
  if (error.code === 'ENOENT') return undefined;
  throw error;
}

async function orUnavailable<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof Failure) throw error;
    const { code } = error as NodeJS.ErrnoException;
    throw new Failure('unavailable', `the maildir cannot be used (${code})`, { field: 'folder', cause: error });
  }
}
