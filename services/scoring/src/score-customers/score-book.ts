import { type Drained, type EventPage, Projector, Skips, type StoredEvent } from '@vilfredo/event-sourcing';
import { skippedEvent } from '@vilfredo/events';
import type { CustomerScore } from '../assess-customer/customer-score.js';
import { Entering } from '../eras/entering.js';
import type { Era } from '../eras/era.js';
import { Eras } from '../eras/eras.js';
import { type Anew, adoptRebuilt, type RebuiltBook } from './adopt-rebuilt.js';
import { contactsFromHistory } from './contact-history.js';
import { customerProjection } from './customer-projection.js';
import { MovedCustomers } from './moved-customers.js';
import { OrderHistories } from './order-histories.js';
import type { ScoreBookOptions } from './score-book-options.js';
import { WakeUps } from './wake-ups.js';

/** Eras that may pile up before everybody enters at once. */
const mostEras = 16;

/**
 * Every customer's score as a fold of the log: customers' events, and the policies and epochs between them, in the
 * order in which they were recorded. Live and rebuilding are the same code over another store.
 */
export class ScoreBook {
  private readonly projector: Projector<CustomerScore>;
  private readonly histories: OrderHistories;
  private readonly wakeUps: WakeUps;
  private folding = false;
  /** Policies and cut-offs that somebody has still to go through; the last ones are in force. */
  readonly eras = new Eras();
  /** Everybody's way into the newest of them. */
  readonly entering: Entering;
  /** Customers with events since the population was last read for an epoch. */
  readonly moved = new MovedCustomers();
  /** Events that somebody decided to leave out. */
  readonly skips: Skips<CustomerScore>;

  constructor(private readonly options: ScoreBookOptions) {
    const { log, views, parking, publishes, recent, onParked, clock, defects, handful = 40 } = options;
    const { eras } = this;
    const owns = (subject: string) => options.owns?.(subject) ?? true;
    this.histories = new OrderHistories(log);
    this.projector = new Projector<CustomerScore>({
      projection: customerProjection({
        eraFor: (event, score) => eras.for(event, score),
        enter: (score, until) =>
          this.entering.isOver && !parking.has(score.id) ? null : this.entering.one(score, until),
        histories: this.histories,
      }),
      views,
      parking,
      ...(publishes ? { log } : {}),
      ...(clock === undefined ? {} : { clock }),
      ...(recent === undefined ? {} : { recent }),
      ...(defects === undefined ? {} : { defects }),
      onParked: (event, failure) => {
        this.skips.parked(event);
        onParked?.(event, failure);
      },
      onLost: (subject) => this.histories.forget(subject),
      onSaved: (states) => {
        if (this.folding) this.moved.note(states.keys());
      },
    });
    const { projector } = this;
    const history = {
      orders: (score: CustomerScore) => this.histories.of(score),
      contacts: (score: CustomerScore) => contactsFromHistory(log, score),
    };
    this.entering = new Entering({ views, parking, projector, eras, history, owns, handful });
    this.wakeUps = new WakeUps({ views, parking, projector, eras, entering: this.entering, owns, handful });
    this.skips = new Skips<CustomerScore>({ parking, projector, drain: (subject) => this.drain(subject), owns });
  }

  /** The rules and cut-offs in force. @throws Failure `unavailable` before the first policy */
  get era(): Era {
    return this.eras.current;
  }

  get published(): number {
    return this.projector.published;
  }

  /**
   * Takes up where the log stands: the governance recorded up to a position, without touching any view.
   * @param entered whether everybody had entered the era that an event began
   */
  async resume(
    governance: AsyncIterable<StoredEvent>,
    entered: (event: StoredEvent) => boolean = () => true,
  ): Promise<void> {
    for await (const event of governance) {
      const skipped = skippedEvent(event);
      if (skipped !== null) this.skips.decided(skipped);
      if (!this.eras.turn(event)) continue;
      if (entered(event)) this.entering.finish();
      else this.entering.begin();
    }
  }

  /** Takes rebuilt views for its own; see `adoptRebuilt`. */
  adopt(rebuilt: RebuiltBook, anew: Anew): Promise<number> {
    const { views, parking } = this.options;
    const { projector } = this;
    const book = { views, parking, projector, era: () => this.era, forget: () => this.forget() };
    return adoptRebuilt(book, rebuilt, anew);
  }

  publishLeftovers(published: number, isOwn?: (subject: string) => boolean): Promise<number> {
    return this.projector.publishLeftovers(published, isOwn);
  }

  /** Counts those whose defect stopped a process before, and has them tried again soon. */
  recallSuspects(): Promise<void> {
    return this.projector.recallSuspects(this.options.owns);
  }

  /** Others score its customers from now on: nothing that is remembered of them holds. */
  leave(): void {
    this.forget();
    this.moved.forget();
    this.entering.end();
  }

  /** Folds a batch, in order. */
  async apply({ events }: Pick<EventPage, 'events'>): Promise<void> {
    let from = 0;
    for (let i = 0; i <= events.length; i++) {
      const event = events[i];
      if (event !== undefined && event.topic !== 'governance') continue;
      if (i > from) await this.fold(events.slice(from, i));
      from = i + 1;
      if (event !== undefined) await this.govern(event);
    }
  }

  /** Fires what is due by `now` (epoch ms), in order of due time. Returns how many customers were woken. */
  wake(now: number): Promise<number> {
    return this.wakeUps.all(now);
  }

  /** The same for a handful of them; 0 when nobody is left. */
  wakeSome(now: number): Promise<number> {
    return this.wakeUps.some(now);
  }

  /** Tries what is parked on a customer, who goes through every era they missed, in its place between the events. */
  async drain(subject: string): Promise<Drained> {
    const drained = await this.projector.drain(subject, (event) => (score) => this.entering.one(score, event));
    if (drained.empty) await this.projector.touch([subject], (score) => this.entering.one(score));
    return drained;
  }

  private async fold(events: readonly StoredEvent[]): Promise<void> {
    this.folding = true;
    try {
      await this.projector.project(events);
    } finally {
      this.folding = false;
    }
    await this.skips.catchUp();
  }

  private async govern(event: StoredEvent): Promise<void> {
    const skipped = skippedEvent(event);
    if (skipped !== null) {
      this.skips.decided(skipped);
      return this.skips.carryOut(event.subject);
    }
    if (!this.eras.turn(event)) return;
    this.entering.begin();
    if (this.options.enters !== 'by-and-by' || this.eras.count > mostEras) await this.entering.all();
  }

  private forget(): void {
    this.projector.forget();
    this.histories.forget();
  }
}
