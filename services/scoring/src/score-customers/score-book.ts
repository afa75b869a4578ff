import { type Drained, type EventPage, firstFound, Projector, Skips, type StoredEvent } from '@vilfredo/event-sourcing';
import { skippedEvent, type Written } from '@vilfredo/events';
import { wakeCustomer } from './advance-customer.js';
import { contactsFromHistory } from './contact-history.js';
import { customerProjection } from './customer-projection.js';
import type { CustomerScore } from './customer-score.js';
import { enterEras } from './enter-eras.js';
import { Entering } from './entering.js';
import type { Era } from './era.js';
import { Eras } from './eras.js';
import { MovedCustomers } from './moved-customers.js';
import { OrderHistories } from './order-histories.js';
import type { ScoreBookOptions } from './score-book-options.js';

/** Eras that may pile up before everybody enters at once. */
const mostEras = 16;

/**
 * Every customer's score as a fold of the log: customers' events, and the policies and epochs between them, in the
 * order in which they were recorded. Live and rebuilding are the same code over another store.
 */
export class ScoreBook {
  private readonly projector: Projector<CustomerScore>;
  private readonly histories: OrderHistories;
  private readonly entering: Entering;
  private readonly handful: number;
  private folding = false;
  /** Policies and cut-offs that somebody has still to go through; the last ones are in force. */
  readonly eras = new Eras();
  /** Customers with events since the population was last read for an epoch. */
  readonly moved = new MovedCustomers();
  /** Events that somebody decided to leave out. */
  readonly skips: Skips<CustomerScore>;

  constructor(private readonly options: ScoreBookOptions) {
    const { log, views, parking, publishes, recent, onParked, clock, defects } = options;
    this.handful = options.handful ?? 40;
    this.histories = new OrderHistories(log);
    this.entering = new Entering({
      views,
      eras: this.eras,
      owns: (subject) => this.owns(subject),
      enter: (subjects) => this.projector.touch(subjects, (score) => this.enter(score)),
      handful: this.handful,
    });
    this.projector = new Projector<CustomerScore>({
      projection: customerProjection({
        eraFor: (event, score) => this.eras.for(event, score),
        enter: (score, until) => (this.isEntered && !parking.has(score.id) ? null : this.enter(score, until)),
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
    this.skips = new Skips<CustomerScore>({
      parking,
      projector: this.projector,
      drain: (subject) => this.drain(subject),
      owns: (subject) => this.owns(subject),
    });
  }

  /** The rules and cut-offs in force. @throws Failure `unavailable` before the first policy */
  get era(): Era {
    return this.eras.current;
  }

  /** Whether everybody is in the newest era. */
  get isEntered(): boolean {
    return this.entering.isOver;
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
      if (entered(event)) this.settle();
      else this.beginEntering();
    }
  }

  /** Views were replaced behind its back: nothing kept in memory holds any more. */
  forget(): void {
    this.projector.forget();
    this.histories.forget();
  }

  publishLeftovers(published: number, isOwn?: (subject: string) => boolean): Promise<number> {
    return this.projector.publishLeftovers(published, isOwn);
  }

  /** Counts those whose defect stopped a process before, and has them tried again soon. */
  recallSuspects(): Promise<void> {
    return this.projector.recallSuspects((subject) => this.owns(subject));
  }

  /** Publishes what is saved and not published yet. */
  publishWaiting(): Promise<void> {
    return this.projector.publishWaiting();
  }

  /** Others score its customers from now on: nothing that is remembered of them holds. */
  leave(): void {
    this.projector.forget();
    this.histories.forget();
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
  async wake(now: number): Promise<number> {
    let all = 0;
    for (let woken = await this.wakeSome(now); woken > 0; woken = await this.wakeSome(now)) all += woken;
    return all;
  }

  /** The same for a handful of them; 0 when nobody is left. */
  async wakeSome(now: number): Promise<number> {
    if (!this.eras.isGoverned || this.era.epoch === null) return 0;
    const { parking, views } = this.options;
    const query = { index: 'due', atMost: now, limit: this.handful };
    const due = await firstFound(views, query, (id) => !parking.has(id) && this.owns(id));
    await this.projector.touch(due, (score) => this.wakeOne(score, now));
    return due.length;
  }

  /**
   * Looks at a handful of customers and takes into the newest era whom it moves; they are saved a handful at a time, too.
   * @param most of a handful; all that are looked at while somebody waits for everybody
   * @returns whether everybody is in it now
   */
  async enterSome(most = this.handful): Promise<boolean> {
    const isOver = await this.entering.some(most);
    if (isOver) this.settle();
    return isOver;
  }

  /** Takes everybody into the newest era. */
  async enterAll(): Promise<void> {
    while (!(await this.enterSome(10 * this.handful)));
  }

  /** Tries what is parked on a customer, who goes through every era they missed, in its place between the events. */
  async drain(subject: string): Promise<Drained> {
    const drained = await this.projector.drain(subject, (event) => (score) => this.enter(score, event));
    if (drained.empty) await this.projector.touch([subject], (score) => this.enter(score));
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
    this.beginEntering();
    if (this.options.enters !== 'by-and-by' || this.eras.count > mostEras) await this.enterAll();
  }

  /** Looks at everybody anew for whether they are in the newest era. */
  beginEntering(): void {
    if (this.eras.isGoverned) this.entering.begin();
  }

  /** Eras are kept while somebody is parked, who will have to go through them. */
  private settle(): void {
    this.entering.end();
    if (this.options.parking.size === 0) this.eras.settle();
  }

  private owns(subject: string): boolean {
    return this.options.owns?.(subject) ?? true;
  }

  private enter(score: CustomerScore, until?: StoredEvent): Promise<Written[] | null> {
    const history = {
      orders: (one: CustomerScore) => this.histories.of(one),
      contacts: (one: CustomerScore) => contactsFromHistory(this.options.log, one),
    };
    return enterEras(score, this.eras, history, until);
  }

  private async wakeOne(score: CustomerScore, now: number): Promise<Written[] | null> {
    const entered = this.isEntered ? null : await this.enter(score);
    return [...(entered ?? []), ...wakeCustomer(score, now, this.era)];
  }
}
