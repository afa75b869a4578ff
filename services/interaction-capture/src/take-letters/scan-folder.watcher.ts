import { readFile, stat } from 'node:fs/promises';
import { failureOf } from '@vilfredo/event-sourcing';
import { dateReader } from '@vilfredo/row-files';
import type { Log } from '@vilfredo/service';
import type { ContactIntake, FieldRefusal } from '../record-contacts/contact-intake.js';
import { letterOfScan } from './letter-of-scan.js';
import { largestNote, readScan } from './read-scan.stream.js';
import { type Pair, ScanFolder } from './scan-folder.store.js';

export interface ScanSettings {
  /** Must be there; `done` and `refused` are made in it. */
  readonly folder: string;
  /** The source under which letters are recorded. */
  readonly source: string;
  readonly intake: ContactIntake;
  readonly log: Pick<Log, 'info' | 'warn' | 'error'>;
  /** Zone in which days without a time are meant; UTC when absent. */
  readonly timeZone?: string;
  /** Between two looks, milliseconds; 2,000 when absent. A file that did not change from one to the next is complete. */
  readonly everyMs?: number;
}

/** What one look did. */
export interface Look {
  readonly recorded: number;
  readonly duplicates: number;
  readonly refused: number;
  /** Pairs that are not complete yet, and files without their counterpart. */
  readonly waiting: number;
}

/**
 * Takes scanned letters from a folder: a PDF or image and a JSON of the same name. Both go to `done` once the log has the
 * letter, or to `refused` with the reasons. Stopped in between, the letter is told again and is the same fact.
 */
export class ScanWatcher {
  private readonly folder: ScanFolder;
  private readonly readTime: (text: string) => string | undefined;
  private seen = new Map<string, string>();
  private stopped = false;
  private inTrouble = false;
  private told = '';
  private timer: NodeJS.Timeout | undefined;
  private looking: Promise<void> = Promise.resolve();

  constructor(private readonly settings: ScanSettings) {
    this.folder = new ScanFolder(settings.folder);
    this.readTime = dateReader([], settings.timeZone ?? 'UTC');
  }

  /**
   * Looks again and again, by the clock: folders on other machines, where scanners put their files, tell nobody of changes.
   * @throws when the folder cannot be written
   */
  async start(): Promise<void> {
    await this.folder.open();
    this.next(0);
  }

  /** Resolves when the look in hand is over. */
  async stop(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    await this.looking;
  }

  private next(afterMs: number): void {
    if (this.stopped) return;
    this.timer = setTimeout(() => {
      this.looking = this.lookAndTell().finally(() => this.next(this.settings.everyMs ?? 2_000));
    }, afterMs);
  }

  private async lookAndTell(): Promise<void> {
    const { log } = this.settings;
    try {
      const { waiting, ...done } = await this.look();
      if (done.recorded + done.duplicates + done.refused > 0) log.info('scans taken', { ...done, waiting });
      if (!this.inTrouble) this.told = '';
    } catch (error) {
      this.tell(error);
    }
  }

  /** Once for as long as it lasts. What the system says of a file names it, and names of files can be those of people. */
  private tell(error: unknown): void {
    const { log } = this.settings;
    this.inTrouble = true;
    const { code, syscall } = error as NodeJS.ErrnoException;
    const { kind, reason } = failureOf(error);
    const told = syscall === undefined ? reason : `${syscall} ${code}`;
    if (told === this.told) return;
    this.told = told;
    if (kind === 'bug' && syscall === undefined) log.error('scans cannot be taken', error);
    else log.warn('scans wait', { reason: told });
  }

  /** One look: takes what did not change since the look before. One pair in trouble does not hold up the others. */
  async look(): Promise<Look> {
    const { pairs, waiting } = await this.folder.look();
    const complete = pairs.filter(({ base, state }) => this.seen.get(base) === state);
    this.seen = new Map(pairs.map(({ base, state }) => [base, state]));
    this.inTrouble = false;
    const count = { recorded: 0, duplicates: 0, refused: 0, waiting: waiting + pairs.length - complete.length };
    for (const pair of complete) {
      if (this.stopped) break;
      try {
        count[await this.take(pair)]++;
      } catch (error) {
        this.tell(error);
        count.waiting++;
        if (failureOf(error).kind === 'unavailable') break;
      }
    }
    return count;
  }

  private async take(pair: Pair): Promise<keyof Look> {
    const refuse = async (refused: readonly FieldRefusal[]) => {
      await this.folder.refused(pair, refused);
      return 'refused' as const;
    };
    const note = this.folder.path(pair.note);
    if ((await stat(note)).size > largestNote) return refuse([{ field: '', reason: 'noteTooLarge' }]);
    const scan = await readScan(this.folder.path(pair.scan));
    if ('growing' in scan) return 'waiting';
    if ('refused' in scan) return refuse([{ field: 'scan', reason: scan.refused }]);
    const { source, intake } = this.settings;
    const read = letterOfScan({ note: await readFile(note, 'utf8'), ...scan }, source, this.readTime);
    if ('refused' in read) return refuse(read.refused);
    const [outcome] = await intake.record([read.letter]);
    if (outcome === undefined) throw new Error('the intake did not answer');
    if ('refused' in outcome) return refuse(outcome.refused);
    await this.folder.done(pair);
    return outcome.outcome === 'recorded' ? 'recorded' : 'duplicates';
  }
}
