import type { ActivityState, RiskBand } from '@vilfredo/events';
import type { ChangeType } from '../assess-customer/changes.js';
import type { Standings } from '../book/book-summary.js';
import type { Tier } from '../value/assess-value.js';

/** Something under the rules in force, and under those that are tried. */
export interface Both<T> {
  readonly inForce: T;
  readonly candidate: T;
}

/** How a customer stands at the end of the period, as far as rules can change it. */
export interface Place {
  readonly state: ActivityState | null;
  /** 0-100; null for who is not ranked. */
  readonly value: number | null;
  readonly tier: Tier;
  /** 0-100; null for who has never bought. */
  readonly risk: number | null;
  readonly band: RiskBand | null;
  /** Satisfaction class. */
  readonly class: 1 | 2 | 3 | 4 | null;
  /** Of prospects. */
  readonly qualification: number | null;
}

/** In how many customers' places a part differs. */
export type PlacesMoved = { readonly [Part in keyof Place]: number };

/** Customers of whom it was told in the period that they may leave: a high or critical risk, or an overdue silence. */
export interface Warnings extends Both<number> {
  readonly both: number;
  /** Of these, the ones told earlier, and later, under the candidate. */
  readonly earlier: number;
  readonly later: number;
  /** By how many days earlier, the median of those told under both; null without any. Negative: later. */
  readonly medianDaysEarlier: number | null;
}

export interface MovedCustomer extends Both<Place> {
  readonly customerId: string;
}

/** What a period would have been under other rules. */
export interface TrialReport {
  /** Name of the policy in force, and of the candidate. */
  readonly policy: string;
  readonly candidate: string;
  readonly from: string;
  readonly to: string;
  /** How often cut-offs were taken anew. */
  readonly cutoffs: number;
  /** Events of customers that had happened by `to`. */
  readonly events: number;
  /** Everybody known by `to`, prospects too. */
  readonly customers: number;
  /** Events that could not be folded. */
  readonly parked: Both<number>;
  /** Whether nobody was told anything else, and everybody stands where they stood. */
  readonly equal: boolean;
  /** Customers of whom something else was told, or the same at another time, or who stand elsewhere at the end. */
  readonly touched: number;
  /** Changes told in the period, by type, in the order of their names. */
  readonly changes: readonly ({ readonly type: ChangeType } & Both<number>)[];
  /** How many stand where at the end of the period. */
  readonly standings: Both<Standings>;
  readonly moved: PlacesMoved;
  readonly warnings: Warnings;
  /** Who stands elsewhere at the end of the period, by how far; as many as were asked for. */
  readonly customersMoved: readonly MovedCustomer[];
  /** Sections of the rules that differ, and that a replay does not go by. */
  readonly notTried: readonly string[];
  readonly seconds: number;
}

/** How far a trial is: reading the log, or replaying it under the one policy or the other. */
export interface TrialProgress {
  readonly phase: 'reading' | 'in-force' | 'candidate';
  readonly events: number;
  /** Known once the log is read. */
  readonly of?: number;
}
