import type { Clock, EventLog, EventPage, Failure, StoredEvent, ViewStore } from '@vilfredo/event-sourcing';
import type { Policy } from '@vilfredo/events';

export interface ScoringSettings {
  readonly log: EventLog;
  readonly store: ViewStore;
  readonly clock: Clock;
  /** The policy of an empty deployment; the shipped one when absent. */
  readonly policy?: Policy;
  /** Events folded at once while catching up. */
  readonly batchSize?: number;
  /** Customers kept in memory. */
  readonly recent?: number;
  /** How often time is looked at, in milliseconds. */
  readonly tickMs?: number;
  /**
   * Set when other processes score beside this one: the log deals the customers' partitions among them, and each reads
   * governance on its own, beside the events and not in one order with them.
   */
  readonly shared?: { readonly partitions: number };
  readonly observe?: Partial<ScoringObserver>;
}

/** What an owner may want to count or tell. */
export interface ScoringObserver {
  parked(event: StoredEvent, failure: Failure): void;
  failed(error: unknown, attempt: number): void;
  folded(page: EventPage, ms: number): void;
}
