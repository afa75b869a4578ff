import type { Clock, EventLog, ViewCollection } from '@vilfredo/event-sourcing';
import { readPopulation } from '../book/population.js';
import { recordCutoffs } from '../book/record-cutoffs.js';
import type { BookShare } from '../score-customers/book-share.js';
import type { ScoreBook } from '../score-customers/score-book.js';
import type { EraEntrance } from './era-entrance.js';

/** The most of the time that may go into cut-offs and into taking everybody into them. */
const epochShare = 0.05;
/** The same while the cut-offs in force were taken of fewer customers than have moved since: they say little of the book. */
const urgentShare = 0.5;

export interface EpochsSettings {
  readonly log: EventLog;
  readonly clock: Clock;
  readonly views: ViewCollection;
  readonly book: ScoreBook;
  readonly share: BookShare;
  readonly entrance: Pick<EraEntrance, 'tookMs'>;
}

/** Measures the population and records its cut-offs: when the book has moved enough, and not too often. */
export class Epochs {
  /** Number of the newest epoch recorded, which may not be folded yet. */
  private recorded = 0;
  private tookMs = 0;
  private takenAt = Number.NEGATIVE_INFINITY;
  private taking: Promise<void> | undefined;

  constructor(private readonly settings: EpochsSettings) {}

  /** Whether it is this process's turn to take new cut-offs: they are wanted, and those before them are long enough ago. */
  async isDue(now: number): Promise<boolean> {
    const { book, share, entrance } = this.settings;
    if (!share.takesCutoffs) return false;
    const isFirst = await this.isFirst();
    if (this.isUnderWay || !book.entering.isOver || !this.isWanted(now, isFirst)) return false;
    const { epoch } = book.era;
    if (epoch === null) return true;
    const timeShare = book.moved.count >= epoch.population.buyers ? urgentShare : epochShare;
    const leastApart = book.era.policy.epochs.atLeastSecondsApart * 1_000;
    const apart = Math.max(leastApart, (this.tookMs + entrance.tookMs) / timeShare);
    return performance.now() - this.takenAt >= apart;
  }

  /** Whether this process is to take new cut-offs, if not at once, or is taking them. */
  async isPending(): Promise<boolean> {
    const { share, clock } = this.settings;
    if (!share.takesCutoffs) return false;
    const now = clock();
    const isFirst = await this.isFirst();
    return this.isUnderWay || this.isWanted(now, isFirst);
  }

  /** Whether there are customers of whom no cut-offs have been taken yet, be they others'. */
  private async isFirst(): Promise<boolean> {
    const { share, book, views } = this.settings;
    return share.isPart && book.era.epoch === null && (await views.count()) > 0;
  }

  /** Whether the book has moved enough for new cut-offs, or they are old. */
  private isWanted(now: number, isFirst: boolean): boolean {
    const { book, share } = this.settings;
    const { moved, era, eras } = book;
    const { epoch, policy } = era;
    if (epoch === null) return isFirst || moved.count > 0 || eras.lastEpoch !== null;
    if (moved.count >= Math.max(1, policy.epochs.movedShare * epoch.population.buyers * share.size)) return true;
    return now - epoch.asOf >= policy.epochs.everyHours * 3_600_000;
  }

  /** Whether cut-offs are being taken, or are recorded and the log has not brought them back yet. */
  private get isUnderWay(): boolean {
    return this.taking !== undefined || this.isAwaited;
  }

  /** Whether cut-offs are recorded that the log has not brought back yet. */
  private get isAwaited(): boolean {
    return this.recorded > (this.settings.book.eras.lastEpoch?.number ?? 0);
  }

  /** Takes them while events go on. */
  takeInBackground(failed: (error: unknown) => void): void {
    this.taking ??= this.take()
      .catch(failed)
      .finally(() => {
        this.taking = undefined;
      });
  }

  /** Resolves when none are being taken. */
  async taken(): Promise<void> {
    await this.taking;
  }

  /** Records the cut-offs of this moment; they take effect when the log brings them back. */
  async take(): Promise<void> {
    const begun = performance.now();
    const { log, clock, views, book } = this.settings;
    const { era } = book;
    // Whoever moves from here on is not in these cut-offs, also if their event is in the log before them.
    const countAgain = book.moved.forget();
    try {
      const population = await readPopulation(views, clock(), era);
      const isOutdated = era.activation !== book.era.activation;
      if (!isOutdated && population.customers + population.prospects > 0) {
        const number = Math.max(book.eras.lastEpoch?.number ?? 0, this.recorded) + 1;
        const outcomes = await log.append(recordCutoffs(population, era, number));
        if (!outcomes.includes('conflict')) this.recorded = number;
      }
    } catch (error) {
      countAgain();
      throw error;
    }
    this.tookMs = performance.now() - begun;
    this.takenAt = performance.now();
  }
}
