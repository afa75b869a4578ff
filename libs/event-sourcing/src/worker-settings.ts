import type { Clock } from './clock.js';
import type { StoredEvent } from './event.js';
import type { EventLog, EventPage } from './event-log.js';
import type { Failure } from './failure.js';
import type { RepeatedDefect } from './repeated-defects.js';
import type { ViewStore } from './view-store.js';

/** What every service that lives on the log is given. */
export interface WorkerSettings<Observer extends WorkerObserver = WorkerObserver> {
  readonly log: EventLog;
  readonly store: ViewStore;
  readonly clock: Clock;
  /** Events folded at once while catching up. */
  readonly batchSize?: number;
  /** How often time is looked at, in milliseconds. */
  readonly tickMs?: number;
  /**
   * Set when other processes do the same work beside this one: the log deals the subjects' partitions among them, and
   * each reads governance on its own, beside the events and not in one order with them.
   */
  readonly shared?: { readonly partitions: number };
  /** Whether it stops where a defect hits one subject after the other, and does not only park them; true when absent. */
  readonly stopsOnDefects?: boolean;
  readonly observe?: Partial<Observer>;
}

/** What an owner may want to count or tell. */
export interface WorkerObserver {
  parked(event: StoredEvent, failure: Failure): void;
  failed(error: unknown, attempt: number): void;
  folded(page: EventPage, ms: number): void;
  /** It folds nothing any more, and what was read is not committed: whoever owns the process has to end it. */
  stopped(defect: RepeatedDefect): void;
}
