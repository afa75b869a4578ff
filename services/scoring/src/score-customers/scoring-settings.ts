import type { WorkerSettings } from '@vilfredo/event-sourcing';
import type { Policy } from '@vilfredo/events';

export interface ScoringSettings extends WorkerSettings {
  /** The policy of an empty deployment; the shipped one when absent. */
  readonly policy?: Policy;
  /** Customers kept in memory. */
  readonly recent?: number;
}
