import type { MailSettings } from '../read-mail/mail.js';
import { MailReader } from '../read-mail/read-mail.stream.js';
import { ImapMailbox, type ImapSettings } from './imap-mailbox.client.js';
import { type MailReport, type RecordInteraction, settleMail } from './settle-mail.js';
import { Bell, type LoopOptions, WatchLoop } from './watch.loop.js';

/** How far a mailbox has been read. */
export interface ImapCursor {
  readonly uidValidity: string;
  /** Of the last mail that was recorded or refused. */
  readonly uid: number;
}

/** Port: keeps the cursor of one mailbox. */
export interface CursorStore {
  load(): Promise<ImapCursor | null>;
  /** Durable when resolved. @throws Failure `unavailable` */
  save(cursor: ImapCursor): Promise<void>;
}

export interface ImapOptions extends LoopOptions {
  readonly server: ImapSettings;
  readonly settings: MailSettings;
  readonly record: RecordInteraction;
  readonly cursor: CursorStore;
  readonly onMail?: (report: MailReport) => void;
  /** It is asked for new mail at least so often, whatever it tells by itself; 5 minutes when not given. */
  readonly askMs?: number;
}

const askMs = 300_000;

/**
 * Watches a mailbox over IMAP: each mail is recorded, then the cursor is moved on; a refused one is reported once and
 * passed by. The mailbox is opened for reading only. A lost connection is taken up again, with backoff, where the cursor
 * stands; when the server has numbered its mails anew all are read again, and those that are known are duplicates.
 */
export function watchImap(options: ImapOptions): { stop(): Promise<void> } {
  return new WatchLoop((signal, progress) => readOn(options, signal, progress), options);
}

async function readOn(options: ImapOptions, signal: AbortSignal, progress: () => void): Promise<void> {
  const bell = new Bell();
  const mailbox = await ImapMailbox.open(options.server, bell.sound, signal);
  try {
    let uid = await startOf(mailbox, options.cursor);
    while (!signal.aborted) {
      for (const next of await mailbox.after(uid)) {
        if (signal.aborted) return;
        await takeIn(mailbox, next, options);
        uid = next;
        progress();
      }
      progress();
      mailbox.listen();
      await bell.wait(options.askMs ?? askMs, signal);
    }
  } finally {
    await mailbox.close();
  }
}

async function startOf({ uidValidity }: ImapMailbox, cursor: CursorStore): Promise<number> {
  const known = await cursor.load();
  return known?.uidValidity === uidValidity ? known.uid : 0;
}

async function takeIn(mailbox: ImapMailbox, uid: number, options: ImapOptions): Promise<void> {
  const { settings, record, cursor, onMail } = options;
  let reader: MailReader | undefined;
  const isThere = await mailbox.read(uid, (bytes, arrivedAt) => {
    reader ??= new MailReader(settings, arrivedAt);
    reader.take(bytes);
    return reader.refused === undefined;
  });
  const outcome = isThere && reader !== undefined ? await settleMail(await reader.end(), record) : undefined;
  await cursor.save({ uidValidity: mailbox.uidValidity, uid });
  if (outcome !== undefined) onMail?.({ mail: `uid ${uid}`, outcome });
}
