import type { Clock, EventLog, ViewCollection } from '@vilfredo/event-sourcing';
import { readPopulation } from '../book/population.js';
import { recordCutoffs } from '../book/record-cutoffs.js';
import type { ScoreBook } from './score-book.js';

/** The most of the time that may go into cut-offs and into taking everybody into them. */
const epochShare = 0.05;
/** The same while the cut-offs in force were taken of fewer customers than have moved since: they say little of the book. */
const urgentShare = 0.5;

export interface EpochsSettings {
  readonly log: EventLog;
  readonly clock: Clock;
  readonly views: ViewCollection;
  readonly book: ScoreBook;
}

/** Measures the population and records its cut-offs: when the book has moved enough, and not too often. */
export class Epochs {
  /** Number of the newest epoch recorded, which may not be folded yet. */
  private recorded = 0;
  private tookMs = 0;
  private takenAt = Number.NEGATIVE_INFINITY;
  private taking: Promise<void> | undefined;

  constructor(private readonly settings: EpochsSettings) {}

  /**
   * Whether it is time for new cut-offs.
   * @param share of the customers whose moves this process sees, 0-1
   * @param isFirst whether there are customers of whom none have been taken yet
   * @param enteringMs how long it took everybody to enter the newest era
   */
  isDue(now: number, { share, isFirst, enteringMs }: { share: number; isFirst: boolean; enteringMs: number }): boolean {
    const { book } = this.settings;
    const { epochs } = book.era.policy;
    const { epoch } = book.era;
    if (this.taking !== undefined || !book.isEntered || this.isAwaited) return false;
    const moved = book.moved.size + book.movedEarlier;
    if (epoch === null) return isFirst || moved > 0 || book.lastEpoch !== null;
    const timeShare = moved >= epoch.population.buyers ? urgentShare : epochShare;
    const apart = Math.max(epochs.atLeastSecondsApart * 1_000, (this.tookMs + enteringMs) / timeShare);
    if (performance.now() - this.takenAt < apart) return false;
    if (moved >= Math.max(1, epochs.movedShare * epoch.population.buyers * share)) return true;
    return now - epoch.asOf >= epochs.everyHours * 3_600_000;
  }

  /** Whether cut-offs are recorded that the log has not brought back yet. */
  private get isAwaited(): boolean {
    return this.recorded > (this.settings.book.lastEpoch?.number ?? 0);
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
    const { moved, era } = book;
    const [before, earlier] = [[...moved], book.movedEarlier];
    // Whoever moves from here on is not in these cut-offs, also if their event is in the log before them.
    book.forgetMoved();
    try {
      const population = await readPopulation(views, clock(), era);
      const isOutdated = era.activation !== book.era.activation;
      if (!isOutdated && population.customers + population.prospects > 0) {
        const number = Math.max(book.lastEpoch?.number ?? 0, this.recorded) + 1;
        const outcomes = await log.append(recordCutoffs(population, era, number));
        if (!outcomes.includes('conflict')) this.recorded = number;
      }
    } catch (error) {
      for (const id of before) moved.add(id);
      book.movedEarlier += earlier;
      throw error;
    }
    this.tookMs = performance.now() - begun;
    this.takenAt = performance.now();
  }
}
