import type { CallFacts, Recall } from '../plan-calls/call-facts.js';
import type { CallHold } from '../plan-calls/call-holds.js';
import { type CallState, callFromText } from '../plan-calls/call-projection.js';
import type { CallReason } from '../plan-calls/call-reasons.js';
import type { CallRules } from '../plan-calls/call-rules.js';
import { type CallPlace, recallsOf } from '../plan-calls/plan-call.js';

/** One line of the call list. Times are ISO 8601 in UTC. */
export interface ListedCall {
  readonly customerId: string;
  /** Value x need. */
  readonly priority: number;
  readonly value: number;
  readonly valueFrom: CallPlace['valueFrom'];
  readonly need: number;
  readonly tier: 'top' | 'core' | null;
  readonly state: string | null;
  readonly ownerId: string | null;
  readonly callBy: string | null;
  readonly callBackAt: string | null;
  readonly suggestedAction: string | null;
  /** The deciding one first. */
  readonly reasons: readonly CallReason[];
  /** Attempts that reached nobody since the last one that did. */
  readonly attempts: number;
  readonly lastAttempt: { readonly at: string; readonly result: string; readonly agentId: string | null } | null;
}

export interface ShownHold extends Omit<CallHold, 'until'> {
  readonly until: string | null;
}

/** Where one customer stands, and why, on the list or not. */
export interface ExplainedCall extends ListedCall {
  readonly onList: boolean;
  readonly valueCauses: readonly string[];
  /** What stands against a call, the deciding one first. */
  readonly holds: readonly ShownHold[];
  /** When time alone may change this. */
  readonly changesAt: string | null;
  readonly recalls: readonly ShownRecall[];
}

export type ShownRecall = Pick<Recall, 'product' | 'stage' | 'probability' | 'spend'> & {
  /** Probability x spend, or x value where no spend is known. */
  readonly worth: number;
  readonly since: string;
  readonly causes: readonly string[];
};

/** One line of the recall list. */
export interface ListedRecall {
  readonly customerId: string;
  readonly worth: number;
  readonly tier: 'top' | 'core' | null;
  readonly ownerId: string | null;
  readonly products: readonly ShownRecall[];
  /** Why they are not to be called by now; null when nothing stands against it. */
  readonly hold: ShownHold | null;
}

export function listedCall(body: string): ListedCall {
  const { facts, place } = placed(body);
  const { priority, value, valueFrom, need, reasons, callBy, callBackAt, suggestedAction, attempts } = place;
  const [last] = facts.attempts;
  return {
    customerId: facts.customer,
    priority,
    value,
    valueFrom,
    need,
    tier: facts.scores.tier?.value ?? null,
    state: facts.scores.activity?.value ?? null,
    ownerId: facts.owner?.value ?? null,
    callBy: iso(callBy),
    callBackAt: iso(callBackAt),
    suggestedAction,
    reasons,
    attempts,
    lastAttempt: last === undefined ? null : { at: iso(last.at), result: last.result, agentId: last.agentId },
  };
}

export function explainedCall(body: string, rules: Pick<CallRules, 'calls'>): ExplainedCall {
  const { facts, place } = placed(body);
  const { onList, holds, valueCauses, dueAt } = place;
  return {
    ...listedCall(body),
    onList,
    valueCauses,
    holds: holds.map(shownHold),
    changesAt: iso(dueAt),
    recalls: shownRecalls(facts, rules),
  };
}

export function listedRecall(body: string, rules: Pick<CallRules, 'calls'>): ListedRecall {
  const { facts, place } = placed(body);
  const [hold] = place.holds;
  return {
    customerId: facts.customer,
    worth: place.recall ?? 0,
    tier: facts.scores.tier?.value ?? null,
    ownerId: facts.owner?.value ?? null,
    products: shownRecalls(facts, rules),
    hold: hold === undefined ? null : shownHold(hold),
  };
}

function shownRecalls(facts: CallFacts, rules: Pick<CallRules, 'calls'>): ShownRecall[] {
  return recallsOf(facts, rules).map(({ product, stage, probability, spend, worth, since, event }) => ({
    product,
    stage,
    probability,
    spend,
    worth,
    since: iso(since.at),
    causes: since.event === event ? [event] : [event, since.event],
  }));
}

function shownHold({ until, ...hold }: CallHold): ShownHold {
  return { ...hold, until: iso(until) };
}

function placed(body: string): { facts: CallFacts; place: CallPlace } {
  const { facts, place } = callFromText(body) as CallState & { place: CallPlace };
  return { facts, place };
}

function iso(at: number): string;
function iso(at: number | null): string | null;
function iso(at: number | null): string | null {
  return at === null ? null : new Date(at).toISOString();
}
