import {
  type EventLog,
  type EventPage,
  Failure,
  type ParkingLot,
  Projector,
  type StoredEvent,
  type ViewCollection,
} from '@vilfredo/event-sourcing';
import { CutoffsRecorded, PolicyActivated, read, type Written } from '@vilfredo/events';
import { foldOrders } from '../customer-facts/fold-orders.js';
import { assessValue } from '../value/assess-value.js';
import { wakeCustomer } from './advance-customer.js';
import { assessCustomer, wouldChange } from './assess-customer.js';
import { customerProjection, orderHistory } from './customer-projection.js';
import { type CustomerScore, scoreFromText } from './customer-score.js';
import { type Epoch, EpochAssembly, type Era, eraOf } from './era.js';
import { memberOf } from './member.js';

export interface ScoreBookOptions {
  readonly log: EventLog;
  readonly views: ViewCollection;
  readonly parking: ParkingLot;
  /** Whether changes go out to the log; not while a rebuild runs beside. */
  readonly publishes: boolean;
  /** States kept in memory. */
  readonly recent?: number;
  readonly onParked?: (event: StoredEvent, failure: Failure) => void;
  readonly onSaved?: (count: number) => void;
}

/**
 * Every customer's score as a fold of the log: customers' events, and the policies and epochs between them, in the
 * order in which they were recorded. Live and rebuilding are the same code over another store.
 */
export class ScoreBook {
  private readonly projector: Projector<CustomerScore>;
  private readonly assembly = new EpochAssembly();
  private current: Era | null = null;
  private last: Epoch | null = null;

  constructor(private readonly options: ScoreBookOptions) {
    const { log, views, parking, publishes, recent, onParked, onSaved } = options;
    this.projector = new Projector<CustomerScore>({
      projection: customerProjection(() => this.era, log),
      views,
      parking,
      ...(publishes ? { log } : {}),
      ...(recent === undefined ? {} : { recent }),
      ...(onParked === undefined ? {} : { onParked }),
      ...(onSaved === undefined ? {} : { onSaved: (states) => onSaved(states.size) }),
    });
  }

  /** The rules and cut-offs in force. @throws Failure `unavailable` before the first policy */
  get era(): Era {
    if (this.current === null) throw new Failure('unavailable', 'no policy has been activated yet', { retryAfter: 1 });
    return this.current;
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

  publishLeftovers(published: number): Promise<number> {
    return this.projector.publishLeftovers(published);
  }

  /** Folds a batch, in order. */
  async apply({ events }: Pick<EventPage, 'events'>): Promise<void> {
    let from = 0;
    for (let i = 0; i <= events.length; i++) {
      const event = events[i];
      if (event !== undefined && event.topic !== 'governance') continue;
      if (i > from) await this.projector.project(events.slice(from, i));
      from = i + 1;
      if (event !== undefined) await this.govern(event);
    }
  }

  /** Fires what is due by `now` (epoch ms), in order of due time. Returns how many customers were woken. */
  async wake(now: number): Promise<number> {
    if (this.current?.epoch == null) return 0;
    const era = this.current;
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

  /** Tries what is parked on a customer. */
  drain(subject: string): Promise<{ drained: number; empty: boolean }> {
    return this.projector.drain(subject);
  }

  private async govern(event: StoredEvent): Promise<void> {
    const recordedAt = Date.parse(event.recordedat);
    if (event.type === 'ParkedEventSkipped') return this.leaveOut(event);
    await this.wake(recordedAt);
    const before = this.current;
    if (!this.turn(event)) return;
    if (before?.activation !== this.era.activation) await this.refoldAll(event);
    else await this.sweep(event);
  }

  /** Turns to the era that a governance event begins; false when it begins none. */
  private turn(event: StoredEvent): boolean {
    const since = Date.parse(event.recordedat);
    const { payload } = read(event);
    if (payload instanceof Object && event.type === 'PolicyActivated') {
      this.current = eraOf((payload as PolicyActivated).policy, event.id, since);
      return true;
    }
    if (event.type !== 'CutoffsRecorded') return false;
    const epoch = this.assembly.add(payload as CutoffsRecorded);
    if (epoch === null) return false;
    this.last = epoch;
    if (this.current === null || this.current.policy.name !== epoch.policy) return false;
    this.current = { ...this.current, epoch, begunBy: event.id, since };
    return true;
  }

  /** Under new rules every customer is folded again from history; they are assessed when the population has been measured. */
  private async refoldAll(event: StoredEvent): Promise<void> {
    const { era } = this;
    for await (const page of this.options.views.snapshot()) {
      await this.projector.touch(
        page.map(({ id }) => id),
        async (score) => {
          if (score.activation === era.activation) return null;
          const history = await orderHistory(this.options.log, score, event);
          score.facts = foldOrders(history, era.calendar);
          score.activation = era.activation;
          score.dueAt = null;
          return [];
        },
      );
    }
  }

  /** Assesses anew whoever the new cut-offs move. */
  private async sweep(event: StoredEvent): Promise<void> {
    const { era } = this;
    const { epoch, since } = era;
    if (epoch === null) return;
    const occasion = { asOf: since, cause: event.id, correlationid: event.correlationid };
    for await (const page of this.options.views.snapshot()) {
      const moved = page.filter(({ body }) => {
        const score = scoreFromText(body);
        if (score.asOf === null) return true;
        const { member, activity } = memberOf(score.id, score.facts, since, era);
        const assessment = assessValue(member, activity.state, era.policy, epoch.population, score.standing);
        return wouldChange(score.standing, assessment, era.policy.publication.valueStep);
      });
      const ids = moved.map(({ id }) => id);
      await this.projector.touch(ids, (score): readonly Written[] | null => {
        if (score.asOf !== null && score.asOf >= since) return null;
        return assessCustomer(score, era, occasion);
      });
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  /** Somebody decided to leave a parked event out: what waited behind it goes on. */
  private async leaveOut(event: StoredEvent): Promise<void> {
    const { payload } = read(event);
    const { eventId } = payload as { eventId: string };
    const { parking } = this.options;
    const waiting = await parking.on(event.subject);
    const left = waiting.find((parked) => parked.event.id === eventId);
    if (left === undefined && waiting[0]?.cause !== null) return;
    parking.release(event.subject);
    await this.projector.touch([event.subject], (score) => {
      if (!score.skipped.includes(eventId)) score.skipped.push(eventId);
      return [];
    });
    if (left !== undefined) await parking.remove(left.event);
    await this.projector.drain(event.subject);
  }
}
