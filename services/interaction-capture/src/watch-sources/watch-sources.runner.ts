import { Failure, type ViewStore } from '@vilfredo/event-sourcing';
import { checkSettings, type Environment, type Log, readSettings, readTogether } from '@vilfredo/service';
import { IsOptional, IsString, IsTimeZone, Length } from 'class-validator';
import type { ContactIntake } from '../record-contacts/contact-intake.js';
import { ScanWatcher } from '../take-letters/scan-folder.watcher.js';
import { isRefused, type MailReport, type RecordInteraction } from '../watch-mail/settle-mail.js';
import { watchImap } from '../watch-mail/watch-imap.watcher.js';
import { watchMaildir } from '../watch-mail/watch-maildir.watcher.js';
import { cursorOf, mailCursorsCollection } from './mail-cursors.view.js';
import { loadMailboxes, type Mailbox } from './mailboxes.config.js';

/** `VILFREDO_MAIL`, `VILFREDO_LETTERS` … */
class SourceVariables {
  /** A JSON file with the mailboxes to watch. */
  @IsOptional() @IsString() @Length(1, 4_000) mail?: string;
  /** The folder that scanned letters are put into. */
  @IsOptional() @IsString() @Length(1, 4_000) letters?: string;
  /** Zone in which days on letters are meant; UTC when absent. */
  @IsOptional() @IsTimeZone() lettersTimeZone?: string;
}

export interface SourceSettings {
  readonly mailboxes: readonly Mailbox[];
  readonly letters?: { readonly folder: string; readonly timeZone?: string };
}

/**
 * Where mail and letters are fetched from: `VILFREDO_MAIL`, `VILFREDO_LETTERS`.
 * @throws Failure `invalid` naming every wrong field, never a password
 */
export async function readSourceSettings(env: Environment): Promise<SourceSettings> {
  const { mail, letters, lettersTimeZone } = checkSettings(SourceVariables, { env }).settings;
  const zone = lettersTimeZone === undefined ? {} : { timeZone: lettersTimeZone };
  const { mailboxes } = await readTogether({
    names: () => readSettings(SourceVariables, { env }),
    mailboxes: () => (mail === undefined ? [] : loadMailboxes(mail, env)),
  });
  return {
    mailboxes,
    ...(letters === undefined ? {} : { letters: { folder: letters, ...zone } }),
  };
}

interface Watching {
  stop(): Promise<void>;
}

export interface SourceParts {
  readonly settings: SourceSettings;
  readonly intake: ContactIntake;
  readonly store: ViewStore;
  readonly log: Log;
}

/** Mail and letters are fetched from where they come in, for as long as it runs. */
export class WatchedSources {
  private constructor(private readonly watching: readonly Watching[]) {}

  /** @throws when the folder of letters cannot be written */
  static async start({ settings, intake, store, log }: SourceParts): Promise<WatchedSources> {
    const watching: Watching[] = [];
    const cursors = await store.collection(mailCursorsCollection);
    for (const mailbox of settings.mailboxes) {
      const { source } = mailbox.settings;
      const onProblem = ({ kind, reason }: Failure, attempt: number) =>
        log.warn('mail cannot be fetched; trying again', { source, kind, reason, attempt });
      const onMail = (report: MailReport) => tell(log, source, report);
      const common = { settings: mailbox.settings, record: recordWith(intake), onMail, onProblem };
      if (mailbox.imap === undefined) watching.push(watchMaildir({ ...common, folder: mailbox.maildir }));
      else watching.push(watchImap({ ...common, server: mailbox.imap, cursor: cursorOf(cursors, source) }));
    }
    if (settings.letters !== undefined) {
      const scans = new ScanWatcher({ ...settings.letters, source: 'letters', intake, log });
      await scans.start();
      watching.push(scans);
    }
    return new WatchedSources(watching);
  }

  /** Finishes what is in hand. */
  async stop(): Promise<void> {
    await Promise.all(this.watching.map((one) => one.stop()));
  }
}

/** One mail at a time through the intake of all contacts. */
function recordWith(intake: ContactIntake): RecordInteraction {
  return async (interaction) => {
    const [outcome] = await intake.record([interaction]);
    if (outcome === undefined) throw new Failure('bug', 'the intake did not answer');
    return 'outcome' in outcome ? outcome.outcome : outcome;
  };
}

function tell(log: Log, source: string, { mail, outcome }: MailReport): void {
  if (!isRefused(outcome)) {
    log.debug('mail taken', { source, mail, outcome });
    return;
  }
  const [first] = outcome.refused;
  log.warn('a mail is refused', { source, mail, field: first?.field ?? '', reason: first?.reason ?? '' });
}
