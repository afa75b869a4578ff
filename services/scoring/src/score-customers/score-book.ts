import {
  type Drained,
  type EventLog,
  type EventPage,
  Failure,
  type ParkingLot,
  Projector,
  type StoredEvent,
  topicPartition,
  type ViewCollection,
} from '@vilfredo/event-sourcing';
import { type ParkedEventSkipped, read, type Written } from '@vilfredo/events';
import { foldOrders } from '../customer-facts/fold-orders.js';
import { assessValue } from '../value/assess-value.js';
import { wakeCustomer } from './advance-customer.js';
import { assessCustomer, nextDue, wouldChange } from './assess-customer.js';
import { customerProjection } from './customer-projection.js';
import { type CustomerScore, scoreFromText } from './customer-score.js';
import { type Epoch, EpochAssembly, type Era, eraOf, isBefore } from './era.js';
import { memberOf } from './member.js';
import { OrderHistories } from './order-histories.js';

export interface ScoreBookOptions {
  readonly log: EventLog;
  readonly views: ViewCollection;
  readonly parking: ParkingLot;
  /** Whether changes go out to the log; not while a rebuild runs beside. */
  readonly publishes: boolean;
  /** States kept in memory. */
  readonly recent?: number;
  readonly onParked?: (event: StoredEvent, failure: Failure) => void;
}

/**
 * Every customer's score as a fold of the log: customers' events, and the policies and epochs between them, in the
 * order in which they were recorded. Live and rebuilding are the same code over another store.
 */
export class ScoreBook {
  private readonly projector: Projector<CustomerScore>;
  private readonly histories: OrderHistories;
  private readonly assembly = new EpochAssembly();
  /** The era in force, last; those before it are kept while somebody is parked, who will have to go through them. */
  private eras: Era[] = [];
  private last: Epoch | null = null;
  /** Offset of the newest governance event seen, per partition. */
  private readonly governed = new Map<string, number>();
  private folding = false;
  /** Customers with events since the population was last read for an epoch. */
  readonly moved = new Set<string>();

  constructor(private readonly options: ScoreBookOptions) {
    const { log, views, parking, publishes, recent, onParked } = options;
    this.histories = new OrderHistories(log);
    this.projector = new Projector<CustomerScore>({
      projection: customerProjection((event) => this.eraAt(event), this.histories),
      views,
      parking,
      ...(publishes ? { log } : {}),
      ...(recent === undefined ? {} : { recent }),
      ...(onParked === undefined ? {} : { onParked }),
      onSaved: (states) => {
        if (this.folding) for (const id of states.keys()) this.moved.add(id);
      },
    });
  }

  /** The rules and cut-offs in force. @throws Failure `unavailable` before the first policy */
  get era(): Era {
    const era = this.eras.at(-1);
    if (era === undefined) throw new Failure('unavailable', 'no policy has been activated yet', { retryAfter: 1 });
    return era;
  }

  /** Whether a policy is in force. */
  get isGoverned(): boolean {
    return this.eras.length > 0;
  }

  /** The newest epoch recorded, whatever policy it was taken under; its number is never used again. */
  get lastEpoch(): Epoch | null {
    return this.last;
  }

  get published(): number {
    return this.projector.published;
  }

  /** Takes up where the log stands: the governance recorded up to a position, without touching any view. */
  async resume(governance: AsyncIterable<StoredEvent>): Promise<void> {
    for await (const event of governance) this.turn(event);
  }

  /** Views were replaced behind its back: nothing kept in memory holds any more. */
  forget(): void {
    this.projector.forget();
  }

  publishLeftovers(published: number): Promise<number> {
    return this.projector.publishLeftovers(published);
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
    const era = this.eras.at(-1);
    if (era === undefined || era.epoch === null) return 0;
    let woken = 0;
    let after: string | undefined;
    do {
      const query = { index: 'due', atMost: now, limit: 500, ...(after === undefined ? {} : { after }) };
      const { items, next } = await this.options.views.query(query);
      after = next;
      woken += items.length;
      const ids = items.map(({ id }) => id);
      await this.projector.touch(ids, (score) => wakeCustomer(score, now, era));
    } while (after !== undefined);
    return woken;
  }

  /** Tries what is parked on a customer, who goes through every era they missed, in its place between the events. */
  async drain(subject: string): Promise<Drained> {
    this.histories.forget();
    const drained = await this.projector.drain(subject, (event) => (score) => this.catchUp(score, event));
    if (drained.empty) await this.projector.touch([subject], (score) => this.catchUp(score));
    return drained;
  }

  private async fold(events: readonly StoredEvent[]): Promise<void> {
    this.histories.forget();
    this.folding = true;
    try {
      await this.projector.project(events);
    } finally {
      this.folding = false;
    }
  }

  private async govern(event: StoredEvent): Promise<void> {
    this.histories.forget();
    if (event.type === 'ParkedEventSkipped') return this.leaveOut(event);
    await this.wake(Date.parse(event.recordedat));
    if (this.turn(event)) await this.enter(this.era);
  }

  /**
   * Turns to the era that a governance event begins; false when it begins none. One that comes again turns nothing back:
   * it only tells whether its era, which may not have been entered by everybody, is still in force.
   */
  private turn(event: StoredEvent): boolean {
    const partition = topicPartition(event);
    if (event.offset <= (this.governed.get(partition) ?? -1)) return this.eras.at(-1)?.begunBy.id === event.id;
    this.governed.set(partition, event.offset);
    const next = this.eraBegunBy(event);
    if (next === null) return false;
    if (this.options.parking.size === 0) this.eras = [];
    this.eras.push(next);
    return true;
  }

  private eraBegunBy(stored: StoredEvent): Era | null {
    const event = read(stored);
    const since = Date.parse(stored.recordedat);
    if (event.type === 'PolicyActivated') return eraOf(event.payload.policy, stored, since);
    if (event.type !== 'CutoffsRecorded') return null;
    const epoch = this.assembly.add(event.payload);
    if (epoch === null) return null;
    this.last = epoch;
    const current = this.eras.at(-1);
    if (current === undefined || current.policy.name !== epoch.policy) return null;
    return { ...current, epoch, begunBy: stored, since };
  }

  /** Takes every customer into a new era. */
  private async enter(era: Era): Promise<void> {
    for await (const page of this.options.views.snapshot()) {
      const moved = page.filter(({ body }) => isMovedBy(era, scoreFromText(body)));
      await this.projector.touch(
        moved.map(({ id }) => id),
        (score) => this.enterAlone(score, era),
      );
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  /**
   * Takes one customer into an era: under new rules they are folded again from history and assessed when the population
   * has been measured; under new cut-offs they are assessed. Null when they are in it already, or it changes nothing.
   */
  private enterAlone(score: CustomerScore, era: Era): null | Written[] | Promise<Written[]> {
    if (!isMovedBy(era, score)) return null;
    const { begunBy, since } = era;
    if (era.epoch !== null) {
      return assessCustomer(score, era, { asOf: since, cause: begunBy.id, correlationid: begunBy.correlationid });
    }
    return this.histories.of(score).then((history) => {
      score.facts = foldOrders(history, era.calendar);
      score.activation = era.activation;
      score.dueAt = null;
      return [];
    });
  }

  /**
   * Takes one customer through the eras that began before an event (all without one), from the one they are in, waking
   * them in between as time would have.
   */
  private async catchUp(score: CustomerScore, until?: StoredEvent): Promise<Written[] | null> {
    const changes: Written[] = [];
    let entered = false;
    const current = this.eras.findIndex(({ activation }) => activation === score.activation);
    for (let i = Math.max(0, current); i < this.eras.length; i++) {
      const [before, era] = [this.eras[i - 1], this.eras[i]!];
      if (until !== undefined && !isBefore(era.begunBy, until)) break;
      if (before !== undefined && (score.asOf ?? 0) < era.since)
        changes.push(...wakeCustomer(score, era.since, before));
      const told = await this.enterAlone(score, era);
      if (told === null) continue;
      entered = true;
      changes.push(...told);
    }
    return entered || changes.length > 0 ? changes : null;
  }

  /** The era that an event belongs to. */
  private eraAt(event: StoredEvent): Era {
    return this.eras.findLast(({ begunBy }) => isBefore(begunBy, event)) ?? this.era;
  }

  /** Somebody decided to leave a parked event out: what waited behind it goes on. */
  private async leaveOut(event: StoredEvent): Promise<void> {
    const { payload } = read(event);
    const { eventId } = payload as ParkedEventSkipped;
    const { parking } = this.options;
    const waiting = await parking.on(event.subject);
    const left = waiting.find((parked) => parked.event.id === eventId);
    if (left === undefined && waiting[0]?.cause !== null) return;
    await this.projector.leaveOut(event.subject, (score) => {
      if (score.skipped.includes(eventId)) return null;
      score.skipped.push(eventId);
      return [];
    });
    if (left !== undefined) await parking.remove(left.event);
    await this.drain(event.subject);
  }
}

/** Whether entering the era changes anything for a customer who is not in it yet; nothing does before an event is folded. */
function isMovedBy({ policy, calendar, activation, epoch, since }: Era, score: CustomerScore): boolean {
  if (Object.keys(score.watermarks).length === 0) return false;
  if (epoch === null) return score.activation !== activation;
  if (score.standing.epoch >= epoch.number || (score.asOf ?? since) > since) return false;
  if (score.asOf === null) return true;
  const { member, activity } = memberOf(score.id, score.facts, since, { policy, calendar });
  const assessment = assessValue(member, activity.state, policy, epoch.population, score.standing);
  return (
    wouldChange(score.standing, assessment, policy.publication.valueStep) ||
    score.dueAt !== nextDue(score, { policy, calendar }, activity.changesOn)
  );
}
