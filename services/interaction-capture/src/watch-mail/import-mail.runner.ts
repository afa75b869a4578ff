import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { Failure } from '@vilfredo/event-sourcing';
import type { MailSettings } from '../read-mail/mail.js';
import { MailReader, readMail } from '../read-mail/read-mail.stream.js';
import { isRefused, type MailReport, type RecordInteraction, settleMail } from './settle-mail.js';
import { type MboxFormat, type MboxPart, MboxSplitter } from './split-mbox.js';

export interface MailImport {
  readonly settings: MailSettings;
  readonly record: RecordInteraction;
  /** Told of every mail, in order. */
  readonly onMail?: (report: MailReport) => void;
  /** How an archive quotes; `mboxrd` when not given. */
  readonly mbox?: MboxFormat;
}

export interface MailTally {
  readonly read: number;
  readonly recorded: number;
  readonly duplicates: number;
  readonly refused: number;
}

/**
 * Imports a file: a single mail (`.eml`), or an mbox archive, known by its first line. It streams by: neither a large
 * file nor a large mail in it takes memory. The same file again changes nothing.
 * @throws Failure `invalid` when the file cannot be read, and what `record` throws
 */
export async function importMailFile(file: string, options: MailImport): Promise<MailTally> {
  const arrivedAt = await stat(file).then(
    ({ mtimeMs }) => Math.floor(mtimeMs),
    (cause) => unreadable(cause),
  );
  const stream = createReadStream(file, { highWaterMark: 262_144 });
  try {
    return await importMail(stream, { ...options, name: basename(file), arrivedAt });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).syscall === 'read') return unreadable(error);
    throw error;
  } finally {
    stream.destroy();
  }
}

function unreadable(cause: unknown): never {
  throw new Failure('invalid', `the file cannot be read (${(cause as NodeJS.ErrnoException).code})`, { cause });
}

/**
 * The same for the bytes of a file, wherever they come from.
 * @param name what a single mail is called in its report
 * @param arrivedAt the date of mails that have none of their own, in epoch milliseconds
 */
export async function importMail(
  chunks: AsyncIterable<Uint8Array>,
  options: MailImport & { readonly name: string; readonly arrivedAt?: number },
): Promise<MailTally> {
  const { settings, record, onMail, name, arrivedAt } = options;
  const tally = { read: 0, recorded: 0, duplicates: 0, refused: 0 };
  const count = (report: MailReport) => {
    tally.read++;
    if (isRefused(report.outcome)) tally.refused++;
    else if (report.outcome === 'recorded') tally.recorded++;
    else tally.duplicates++;
    onMail?.(report);
  };
  const { isMbox, all } = await recognised(chunks);
  if (isMbox) await importMbox(all, options, count);
  else count({ mail: name, outcome: await settleMail(await readMail(all, settings, arrivedAt), record) });
  return tally;
}

async function importMbox(
  chunks: AsyncIterable<Uint8Array>,
  { settings, record, mbox = 'mboxrd', arrivedAt }: MailImport & { readonly arrivedAt?: number },
  onMail: (report: MailReport) => void,
): Promise<void> {
  const splitter = new MboxSplitter(mbox);
  let mail: { reader: MailReader; offset: number } | undefined;
  const finish = async () => {
    if (mail === undefined) return;
    onMail({ mail: `byte ${mail.offset}`, outcome: await settleMail(await mail.reader.end(), record) });
  };
  const take = async (parts: readonly MboxPart[]) => {
    for (const part of parts) {
      if (part.bytes !== undefined) {
        mail?.reader.take(part.bytes);
      } else {
        await finish();
        mail = { reader: new MailReader(settings, part.arrivedAt ?? arrivedAt), offset: part.offset };
      }
    }
  };
  for await (const chunk of chunks) await take(splitter.take(chunk));
  await take(splitter.end());
  await finish();
}

/** An archive starts with a From_ line, which no mail does. */
async function recognised(chunks: AsyncIterable<Uint8Array>) {
  const iterator = chunks[Symbol.asyncIterator]();
  let head = Buffer.alloc(0);
  while (head.length < 5) {
    const { done, value } = await iterator.next();
    if (done) break;
    head = Buffer.concat([head, value]);
  }
  async function* all(): AsyncGenerator<Uint8Array> {
    yield head;
    for (let next = await iterator.next(); !next.done; next = await iterator.next()) yield next.value;
  }
  return { isMbox: head.subarray(0, 5).toString('latin1') === 'From ', all: all() };
}
