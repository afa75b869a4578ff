import type { ViewCollection } from '@vilfredo/event-sourcing';
import { scoreFromText } from './customer-score.js';
import { isToEnter } from './enter-eras.js';
import type { Eras } from './eras.js';

export interface EnteringOptions {
  readonly views: Pick<ViewCollection, 'snapshot'>;
  readonly eras: Eras;
  readonly owns: (subject: string) => boolean;
  /** Takes these into the newest era, all in one save. */
  readonly enter: (subjects: readonly string[]) => Promise<void>;
  /** Customers looked at in one go: what others have to wait for. */
  readonly handful: number;
}

/** Everybody's way into the newest era, a handful at a time. */
export class Entering {
  /** Pages of customers who have still to be looked at; null when everybody is in it. */
  private pages: AsyncIterator<readonly { readonly id: string; readonly body: string }[]> | null = null;
  /** Those found to be moved by it, who have not entered it yet. */
  private moved: string[] = [];

  constructor(private readonly options: EnteringOptions) {}

  /** Whether everybody is in the newest era. */
  get isOver(): boolean {
    return this.pages === null;
  }

  /** Looks at everybody anew. */
  begin(): void {
    void this.pages?.return?.();
    this.moved = [];
    this.pages = this.options.views.snapshot(this.options.handful)[Symbol.asyncIterator]();
  }

  /**
   * Looks at a handful of customers and takes in whom the era moves; they are saved a handful at a time, too.
   * @param most of a handful; all that are looked at while somebody waits for everybody
   * @returns whether nobody is left
   */
  async some(most: number): Promise<boolean> {
    const page = await this.pages?.next();
    if (page === undefined || page.done === true) {
      await this.enterMoved(0);
      return true;
    }
    const { owns, eras } = this.options;
    for (const { id, body } of page.value) if (owns(id) && isToEnter(scoreFromText(body), eras)) this.moved.push(id);
    await this.enterMoved(most);
    return false;
  }

  /** Nobody is on the way any more. */
  end(): void {
    this.pages = null;
    this.moved = [];
  }

  private async enterMoved(atLeast: number): Promise<void> {
    if (this.moved.length < atLeast) return;
    await this.options.enter(this.moved);
    this.moved = [];
  }
}
