import type { Cursor, EventLog, GroupWork, ParkingLot } from '@vilfredo/event-sourcing';
import { governanceUpTo } from '../eras/governance-log.js';
import { type Progress, wholeBook } from './progress.js';
import type { ScoreBook } from './score-book.js';

export interface TakeOverSettings {
  readonly log: EventLog;
  readonly parking: Pick<ParkingLot, 'reload'>;
  readonly book: ScoreBook;
  readonly progress: Progress;
  readonly work: Pick<GroupWork, 'owns'>;
}

/** How a process comes by customers: where a crash left them, or the process that had them before. */
export class TakeOver {
  constructor(private readonly settings: TakeOverSettings) {}

  /** Takes up all of the book, where nobody shares it: changes not published, and the governance already folded. */
  async whole(): Promise<void> {
    const { log, book, progress } = this.settings;
    await progress.take(wholeBook);
    book.moved.takeOver(progress.moved);
    await book.publishLeftovers(progress.published);
    const { governance, entered } = progress;
    await book.resume(
      governanceUpTo(log, ({ offset }) => offset <= governance),
      ({ offset }) => offset <= entered,
    );
    await book.recallSuspects();
  }

  /** Takes up no customers yet, but all of governance up to the end that the log has now. Returns that end. */
  async governance(): Promise<Cursor> {
    const { log, book } = this.settings;
    const end = await log.end();
    await book.resume(governanceUpTo(log, undefined, end));
    return end;
  }

  /** Takes up what others have left: changes not published, customers not in the newest era, what is parked. */
  async partitions(partitions: readonly number[]): Promise<void> {
    const { parking, book, progress, work } = this.settings;
    book.leave();
    await parking.reload();
    await progress.take(partitions.map((partition) => `partition-${partition}`));
    book.moved.takeOver(progress.moved);
    // Of all that was taken, also where it is dealt anew by now: it counts as published from here on.
    await book.publishLeftovers(progress.published, (subject) => work.owns(subject, partitions));
    if (progress.entered < book.eras.governedTo) book.entering.begin();
    await book.skips.carryOutAll();
    await book.recallSuspects();
  }

  /** Others score its customers from now on. */
  leave(): void {
    this.settings.book.leave();
    this.settings.progress.leave();
  }
}
