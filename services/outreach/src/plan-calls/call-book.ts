import {
  type Clock,
  type Drained,
  type EventLog,
  type Failure,
  firstFound,
  type ParkingLot,
  Projector,
  type RepeatedDefects,
  type StoredEvent,
  type ViewCollection,
} from '@vilfredo/event-sourcing';
import { type CallState, callProjection, placeAt } from './call-projection.js';
import type { CallRules } from './call-rules.js';
import { FollowedRules } from './follow-rules.js';

export interface CallBookOptions {
  readonly log: Pick<EventLog, 'read'>;
  readonly views: ViewCollection;
  readonly parking: ParkingLot;
  readonly clock: Clock;
  /** Whether a customer is looked after here, and not by another process that shares the book; everybody when absent. */
  readonly owns?: (customer: string) => boolean;
  /** States kept in memory. */
  readonly recent?: number;
  /** To stop where a defect hits one customer after the other; without it each is only parked. */
  readonly defects?: RepeatedDefects;
  readonly onParked?: (event: StoredEvent, failure: Failure) => void;
}

/** Customers looked at in one go for whether time or new rules move them. */
const handful = 200;

/**
 * The call list as a fold of the log. A place follows from the facts, the rules in force and the time, and from nothing
 * that was before: live and rebuilt come to the same. One call at a time; the owner sees to that.
 */
export class CallBook {
  private readonly projector: Projector<CallState>;
  private readonly followed: FollowedRules;

  constructor(private readonly options: CallBookOptions) {
    const { log, views, parking, clock, recent, defects, onParked } = options;
    this.followed = new FollowedRules(log);
    this.projector = new Projector<CallState>({
      projection: callProjection({
        rules: () => this.followed.rules,
        isSkipped: (event) => this.followed.isSkipped(event),
      }),
      views,
      parking,
      clock,
      ...(recent === undefined ? {} : { recent }),
      ...(defects === undefined ? {} : { defects }),
      ...(onParked === undefined ? {} : { onParked }),
    });
  }

  /** The rules in force, as far as they have been read. */
  get rules(): CallRules {
    return this.followed.rules;
  }

  /** Folds a batch, in order. */
  apply(events: readonly StoredEvent[]): Promise<void> {
    return this.projector.project(events);
  }

  /** Reads what was decided since: other rules, and events that are to be left out. */
  async govern(): Promise<void> {
    for (const customer of await this.followed.readOn()) await this.leaveOutSkipped(customer);
  }

  /** Finds anew, by now, the places of a handful of those whom time or new rules move. @returns how many; 0 when nobody is left */
  async wakeSome(): Promise<number> {
    const now = this.options.clock();
    const due = await this.find({ index: 'due', atMost: now });
    const moved = due.length > 0 ? due : await this.find({ index: 'byRules', atMost: this.rules.number - 1 });
    const { parking } = this.options;
    const place = (state: CallState) => {
      placeAt(state, this.rules, now);
      return [];
    };
    await this.projector.touch(moved, place);
    // What is parked may wait long; time and rules do not wait for it.
    for (const customer of moved) if (parking.has(customer)) await this.projector.leaveOut(customer, place);
    return moved.length;
  }

  /** Tries what is parked on a customer, in order, until something fails again. */
  drain(customer: string): Promise<Drained> {
    return this.projector.drain(customer);
  }

  /** Counts those whose defect stopped a process before, and has them tried again soon. */
  recallSuspects(): Promise<void> {
    return this.projector.recallSuspects((customer) => this.owns(customer));
  }

  /** Nothing in memory holds any more: others may have written. */
  forget(): void {
    this.projector.forget();
  }

  /** Takes up the customers of somebody else, with what is parked on them. */
  async takeOver(): Promise<void> {
    const { parking } = this.options;
    this.forget();
    await parking.reload();
    for (const customer of await parking.all()) await this.leaveOutSkipped(customer);
    await this.recallSuspects();
  }

  private find(query: { index: string; atMost: number }): Promise<readonly string[]> {
    return firstFound(this.options.views, { ...query, limit: handful }, (id) => this.owns(id));
  }

  private async leaveOutSkipped(customer: string): Promise<void> {
    const { parking } = this.options;
    if (!this.owns(customer)) return;
    const parked = await parking.on(customer);
    if (parked.some(({ event }) => this.followed.isSkipped(event.id))) await this.drain(customer);
  }

  private owns(customer: string): boolean {
    return this.options.owns?.(customer) ?? true;
  }
}
