import type { ActivityState, AlertSeverity, AlertTrigger } from '@vilfredo/events';

/** An event that something rests on. */
export interface Origin {
  readonly id: string;
  /** When it was recorded, epoch ms. */
  readonly at: number;
  readonly correlationid: string;
  /** The events that it names as its own causes. */
  readonly causes: readonly string[];
}

/** Something about a customer that a rule may ask for, for as long as it stands. */
export interface Sign {
  readonly trigger: AlertTrigger;
  /** Which of several: the case of a complaint, the product of an interest; empty where there is only one. */
  readonly about: string;
  /** What the `when` of a rule is compared with. */
  readonly words: readonly string[];
  /** Grows as things get worse. */
  readonly gravity: number;
  /** A sentence, with numbers and dates. */
  readonly text: string;
  /** When it began, epoch ms, at whatever gravity. */
  readonly since: number;
  /** What made it as grave as it is. */
  readonly origin: Origin;
  /** How it came to be so, oldest first, that event included. */
  readonly steps: readonly Step[];
}

/** A sign became this grave. */
export interface Step {
  readonly words: readonly string[];
  readonly id: string;
  readonly at: number;
}

/** A tier that the customer entered, or left for none. */
export interface TierEntry extends Origin {
  readonly tier: 'top' | 'core' | null;
}

export interface OpenAlert {
  readonly id: string;
  /** The event by which it was raised. */
  readonly raising: string;
  readonly raisedAt: number;
  readonly correlationid: string;
  severity: AlertSeverity;
  /** The gravest that was told of. */
  worst: number;
  /** By what a sign is about: the event for which it was told of. */
  told: Record<string, string>;
  acknowledgedAt: number | null;
  /** Somebody is waited for since then: since it was raised, or came back after it had been put aside. */
  waitingSince: number;
  snoozed: { readonly until: number; readonly event: string } | null;
  escalated: boolean;
}

/** What became of a rule with this customer. */
export interface RuleRecord {
  open: OpenAlert | null;
  closed: { readonly id: string; readonly at: number } | null;
  /** No other alert is raised sooner than this, epoch ms. */
  notBefore: number | null;
  /** What was there by then has been answered by somebody. */
  answeredTo: number | null;
  /** How often it was closed though what it was about still stood: told again, it is another alert. */
  withdrawn: number;
}

/** What somebody decided about an alert that is not raised here yet. */
export interface EarlyDecision {
  acknowledgedAt?: number;
  snoozed?: { readonly until: number; readonly event: string };
  resolvedAt?: number;
}

/** What is known of one customer as far as alerts depend on it. */
export interface WatchedCustomer {
  readonly id: string;
  /** The last score that was known: who leaves the active list has none, and was worth it all the same. */
  value: number | null;
  qualification: number | null;
  /** In the currency's major unit. */
  amountInWindow: number | null;
  owner: string | null;
  activity: ActivityState | null;
  /** When the customer was last found to be lost. */
  lostAt: number | null;
  mergedInto: string | null;
  /** Oldest first. */
  tiers: TierEntry[];
  signs: Sign[];
  /** The latest attempt to reach the customer. */
  attempt: (Origin & { readonly agentId: string | null }) | null;
  rules: Record<string, RuleRecord>;
  /** Since when the policy held under which rules were last judged, epoch ms: nobody is taken back to an older one. */
  policySince: number | null;
  early: Record<string, EarlyDecision>;
  /** When time alone will do something, epoch ms. */
  dueAt: number | null;
  /** Ids of events that somebody decided to leave out. */
  skipped: string[];
  watermarks: Record<string, number>;
}

export function unwatchedCustomer(id: string): WatchedCustomer {
  return {
    id,
    value: null,
    qualification: null,
    amountInWindow: null,
    owner: null,
    activity: null,
    lostAt: null,
    mergedInto: null,
    tiers: [],
    signs: [],
    attempt: null,
    rules: {},
    policySince: null,
    early: {},
    dueAt: null,
    skipped: [],
    watermarks: {},
  };
}

/** The record of a rule with this customer, begun when there is none. */
export function recordOf(customer: WatchedCustomer, rule: string): RuleRecord {
  if (!Object.hasOwn(customer.rules, rule)) {
    customer.rules[rule] = { open: null, closed: null, notBefore: null, answeredTo: null, withdrawn: 0 };
  }
  return customer.rules[rule]!;
}

/** The open alerts with the names of their rules, in the order in which they were raised. */
export function openAlerts(customer: WatchedCustomer): { rule: string; record: RuleRecord; alert: OpenAlert }[] {
  return Object.entries(customer.rules)
    .flatMap(([rule, record]) => (record.open === null ? [] : [{ rule, record, alert: record.open }]))
    .sort((a, b) => a.alert.raisedAt - b.alert.raisedAt || (a.rule < b.rule ? -1 : 1));
}
