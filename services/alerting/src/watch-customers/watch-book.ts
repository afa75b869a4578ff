import {
  type Clock,
  type Drained,
  type EventLog,
  type Failure,
  firstFound,
  type ParkingLot,
  Projector,
  type RepeatedDefects,
  Skips,
  type StoredEvent,
  type ViewCollection,
} from '@vilfredo/event-sourcing';
import { skippedEvent, type Written } from '@vilfredo/events';
import { Policies } from '../follow-policies/policies.js';
import type { PolicyInForce } from '../watch-customer/policy-in-force.js';
import { enterPolicy, wakeCustomer, watchedTypes } from '../watch-customer/watch-customer.js';
import type { WatchedCustomer } from '../watch-customer/watched-customer.js';
import { watchedFromText, watchedProjection, watchedToText } from './watched-customers.js';

export interface WatchBookOptions {
  readonly log: EventLog;
  readonly views: ViewCollection;
  readonly parking: ParkingLot;
  /** Whether alerts go out to the log; not while a rebuild runs beside. */
  readonly publishes: boolean;
  /** Numbers saves by time where several processes save; without one they are counted. */
  readonly clock?: Clock;
  /** Whether a customer is watched here, where several processes share them; everybody is when absent. */
  readonly owns?: (subject: string) => boolean;
  /** To stop where a defect hits one customer after the other; without it each is only parked. */
  readonly defects?: RepeatedDefects;
  readonly onParked?: (event: StoredEvent, failure: Failure) => void;
}

const handful = 500;

/**
 * Who is watched, over their views: folds batches, keeps to time, takes everybody into new policies. One call at a time;
 * the owner sees to that.
 */
export class WatchBook {
  readonly policies = new Policies();
  private readonly projector: Projector<WatchedCustomer>;
  /** Events that somebody decided to leave out. */
  readonly skips: Skips<WatchedCustomer>;

  constructor(private readonly options: WatchBookOptions) {
    const { log, views, parking, publishes, clock, defects, onParked } = options;
    this.projector = new Projector({
      projection: watchedProjection(this.policies),
      views,
      parking,
      ...(publishes ? { log } : {}),
      ...(clock === undefined ? {} : { clock }),
      ...(defects === undefined ? {} : { defects }),
      onParked: (event, failure) => {
        this.skips.parked(event);
        onParked?.(event, failure);
      },
    });
    this.skips = new Skips<WatchedCustomer>({
      parking,
      projector: this.projector,
      drain: (subject) => this.drain(subject),
      owns: (subject) => this.owns(subject),
    });
  }

  /** Takes in what was decided before: policies, and events to be left out. */
  resume(event: StoredEvent): void {
    const skipped = skippedEvent(event);
    if (skipped === null) this.policies.add(event);
    else this.skips.decided(skipped);
  }

  /** Number of the last save whose alerts are published. */
  get published(): number {
    return this.projector.published;
  }

  publishLeftovers(published: number, isOwn?: (subject: string) => boolean): Promise<number> {
    return this.projector.publishLeftovers(published, isOwn);
  }

  /** Counts those whose defect stopped a process before, and has them tried again soon. */
  recallSuspects(): Promise<void> {
    return this.projector.recallSuspects((subject) => this.owns(subject));
  }

  /** Others watch its customers from now on: nothing that is remembered of them holds. */
  leave(): void {
    this.projector.forget();
  }

  /** Folds a batch, in order; governance among it comes into force in its place. */
  async apply(events: readonly StoredEvent[]): Promise<void> {
    let from = 0;
    for (let i = 0; i <= events.length; i++) {
      const event = events[i];
      if (event !== undefined && event.topic !== 'governance') continue;
      const watched = events.slice(from, i).filter(({ type }) => watchedTypes.has(type));
      if (watched.length > 0) await this.fold(watched);
      from = i + 1;
      if (event !== undefined) await this.govern(event);
    }
  }

  /** Does what is due by `now` (epoch ms), for a handful of customers. Returns for how many; 0 when nobody is left. */
  async wakeSome(now: number): Promise<number> {
    if (!this.policies.areThere) return 0;
    const { views, parking } = this.options;
    const query = { index: 'due', atMost: now, limit: handful };
    const due = await firstFound(views, query, (id) => this.owns(id) && !parking.has(id));
    await this.projector.touch(due, (customer) => this.wakeOne(customer, now));
    return due.length;
  }

  async wake(now: number): Promise<void> {
    while ((await this.wakeSome(now)) > 0);
  }

  /** Takes everybody of whom anything stands into a policy; the newest when none is given. */
  async enter(policy: PolicyInForce = this.policies.newest): Promise<void> {
    let after: string | undefined;
    do {
      const query = { index: 'watched', limit: handful, ...(after === undefined ? {} : { after }) };
      const { items, next } = await this.options.views.query(query);
      const moved = items.filter(({ id, body }) => {
        return this.owns(id) && this.enterOne(watchedFromText(body), policy) !== null;
      });
      const ids = moved.map(({ id }) => id);
      await this.projector.touch(ids, (customer) => this.enterOne(customer, policy));
      after = next;
    } while (after !== undefined);
  }

  /** Tries what is parked on a customer, in order. */
  async drain(subject: string): Promise<Drained> {
    const drained = await this.projector.drain(subject);
    if (drained.empty)
      await this.projector.touch([subject], (customer) => this.enterOne(customer, this.policies.newest));
    return drained;
  }

  private async fold(events: readonly StoredEvent[]): Promise<void> {
    this.policies.requireOne();
    await this.projector.project(events);
    await this.skips.catchUp();
  }

  private async govern(event: StoredEvent): Promise<void> {
    const skipped = skippedEvent(event);
    if (skipped !== null) {
      this.skips.decided(skipped);
      await this.skips.carryOut(event.subject);
      return;
    }
    const policy = this.policies.add(event);
    if (policy !== null) await this.enter(policy);
  }

  private wakeOne(customer: WatchedCustomer, now: number): Written[] {
    return wakeCustomer(customer, now, (instant) => this.policies.atInstant(instant));
  }

  /** Null when it changes nothing. */
  private enterOne(customer: WatchedCustomer, policy: PolicyInForce): Written[] | null {
    const before = watchedToText(customer);
    const changes = [...this.wakeOne(customer, policy.since - 1), ...enterPolicy(customer, policy)];
    return watchedToText(customer) === before ? null : changes;
  }

  private owns(subject: string): boolean {
    return this.options.owns?.(subject) ?? true;
  }
}
