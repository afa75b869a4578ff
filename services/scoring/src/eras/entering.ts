import type { ParkingLot, Projector, StoredEvent, ViewCollection } from '@vilfredo/event-sourcing';
import type { Written } from '@vilfredo/events';
import { type CustomerScore, scoreFromText } from '../assess-customer/customer-score.js';
import { enterEras, type FoldedHistory, isToEnter } from './enter-eras.js';
import type { Eras } from './eras.js';

export interface EnteringOptions {
  readonly views: Pick<ViewCollection, 'snapshot'>;
  readonly parking: Pick<ParkingLot, 'size'>;
  readonly projector: Pick<Projector<CustomerScore>, 'touch'>;
  readonly eras: Eras;
  readonly history: FoldedHistory;
  readonly owns: (subject: string) => boolean;
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

  /** Looks at everybody anew for whether they are in the newest era. */
  begin(): void {
    const { eras, views, handful } = this.options;
    if (!eras.isGoverned) return;
    void this.pages?.return?.();
    this.moved = [];
    this.pages = views.snapshot(handful)[Symbol.asyncIterator]();
  }

  /**
   * Looks at a handful of customers and takes into the newest era whom it moves; they are saved a handful at a time, too.
   * @param most of a handful; all that are looked at while somebody waits for everybody
   * @returns whether everybody is in it now
   */
  async some(most = this.options.handful): Promise<boolean> {
    const page = await this.pages?.next();
    if (page === undefined || page.done === true) {
      await this.enterMoved(0);
      this.finish();
      return true;
    }
    const { owns, eras } = this.options;
    for (const { id, body } of page.value) if (owns(id) && isToEnter(scoreFromText(body), eras)) this.moved.push(id);
    await this.enterMoved(most);
    return false;
  }

  /** Takes everybody into the newest era. */
  async all(): Promise<void> {
    while (!(await this.some(10 * this.options.handful)));
  }

  /** Takes one customer through the eras begun before an event (all without one); null when it changes nothing. */
  one(score: CustomerScore, until?: StoredEvent): Promise<Written[] | null> {
    return enterEras(score, this.options.eras, this.options.history, until);
  }

  /** Everybody is in the newest era. Those before it are kept while somebody is parked, who will have to go through them. */
  finish(): void {
    this.end();
    if (this.options.parking.size === 0) this.options.eras.settle();
  }

  /** Nobody is on the way any more. */
  end(): void {
    this.pages = null;
    this.moved = [];
  }

  private async enterMoved(atLeast: number): Promise<void> {
    if (this.moved.length < atLeast) return;
    await this.options.projector.touch(this.moved, (score) => this.one(score));
    this.moved = [];
  }
}
