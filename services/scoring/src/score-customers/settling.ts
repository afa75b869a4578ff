import type { GroupWork } from '@vilfredo/event-sourcing';
import type { Epochs } from '../eras/epochs.js';
import type { EraEntrance } from '../eras/era-entrance.js';
import type { ScoreBook } from './score-book.js';

export interface SettlingSettings {
  readonly book: ScoreBook;
  readonly entrance: EraEntrance;
  readonly epochs: Epochs;
  readonly work: Pick<GroupWork, 'lag' | 'foldedBy' | 'exclusively' | 'requireGoing'>;
}

/** Waiting for a book to come to rest, while events go on. */
export class Settling {
  private folded = 0;

  constructor(private readonly settings: SettlingSettings) {}

  /** So many more events are folded. */
  note(events: number): void {
    this.folded += events;
  }

  /**
   * Resolves when everything that is in the log by now is folded, everybody due is woken, the cut-offs are those of
   * this moment, and everybody has entered them.
   * @throws RepeatedDefect when a defect has stopped it
   */
  async settled(): Promise<void> {
    const { book, entrance, epochs, work } = this.settings;
    await this.caughtUp();
    await epochs.taken();
    await work.exclusively(async () => {
      await book.wake(await work.foldedBy());
      if (book.moved.count > 0 || book.era.epoch === null) await epochs.take();
    });
    await this.caughtUp();
    await work.exclusively(async () => {
      await entrance.enterAll();
      await book.wake(await work.foldedBy());
    });
  }

  /** Of what comes in meanwhile nothing is waited for. */
  private async caughtUp(): Promise<void> {
    const { work } = this.settings;
    const enough = this.folded + (await work.lag());
    while ((await work.lag()) > 0 && this.folded < enough) {
      work.requireGoing();
      await new Promise((resolve) => setTimeout(resolve, 5));
      await work.exclusively(async () => undefined);
    }
  }
}
