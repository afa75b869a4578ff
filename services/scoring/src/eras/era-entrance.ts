import type { GroupWork } from '@vilfredo/event-sourcing';
import type { Progress } from '../score-customers/progress.js';
import type { ScoreBook } from '../score-customers/score-book.js';

/** How much longer than one handful took the pause before the next is: what comes of those who entered is followed in it, too. */
const pauseRatio = 4;
const mostPauseMs = 300;

export interface EraEntranceSettings {
  readonly book: ScoreBook;
  readonly progress: Progress;
  readonly work: GroupWork;
}

/** Lets everybody enter the newest era while events go on. */
export class EraEntrance {
  private entering: Promise<void> | undefined;
  private lastTookMs = 0;

  constructor(private readonly settings: EraEntranceSettings) {}

  /** How long it took everybody to enter the newest era, without the pauses, ms. */
  get tookMs(): number {
    return this.lastTookMs;
  }

  beginInBackground(): void {
    const { book, work } = this.settings;
    if (book.entering.isOver || work.isStopped) return;
    this.entering ??= this.enter()
      .catch(work.failed)
      .finally(() => {
        this.entering = undefined;
      });
  }

  /** Takes everybody into the newest era while nothing else happens. Call it in turn (`exclusively`). */
  async enterAll(): Promise<void> {
    const { book, progress } = this.settings;
    await book.entering.all();
    await progress.save({ published: book.published, entered: book.eras.governedTo });
  }

  /** Resolves when nobody is entering. */
  async ended(): Promise<void> {
    await this.entering;
  }

  /**
   * A handful at a time, with pauses: an event that comes meanwhile seldom has to wait for one of them, never for several.
   */
  private async enter(): Promise<void> {
    const { work } = this.settings;
    let tookMs = 0;
    while (!work.isStopped) {
      const { isLast, ms } = await work.exclusively(() => this.enterSome());
      tookMs += ms;
      if (isLast) break;
      await new Promise((resolve) => setTimeout(resolve, Math.min(pauseRatio * ms, mostPauseMs)));
    }
    this.lastTookMs = tookMs;
  }

  private async enterSome(): Promise<{ isLast: boolean; ms: number }> {
    const { book, progress } = this.settings;
    const begun = performance.now();
    const isLast = await book.entering.some();
    const ms = performance.now() - begun;
    if (isLast) await progress.save({ entered: book.eras.governedTo });
    return { isLast, ms };
  }
}
