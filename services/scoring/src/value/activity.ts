import type { ActivityState, Policy } from '@vilfredo/events';

export interface Activity {
  readonly state: ActivityState;
  /** The first day on which the state changes if nothing happens; null when it never does. */
  readonly changesOn: number | null;
  /** Days since the latest purchase; null without one. */
  readonly silentDays: number | null;
}

/**
 * The customer's state by the rule of the active list.
 * @param days every purchase day, ascending
 * @param doubtfulOn the first day on which they are a customer with less than the probability that the rule asks for; null
 * where it asks for none, perhaps infinite
 */
export function activityOf(
  days: readonly number[],
  asOfDay: number,
  rule: Policy['activeList'],
  doubtfulOn: number | null = null,
): Activity {
  const last = days.at(-1);
  if (last === undefined) return { state: 'prospect', changesOn: null, silentDays: null };
  const silentDays = Math.max(0, asOfDay - last);
  const patience = Math.max(patienceOf(days, rule), doubtfulOn === null ? 0 : doubtfulOn - last);
  if (silentDays < patience) {
    return { state: days.length === 1 ? 'new' : 'active', changesOn: firstDayPast(last, patience), silentDays };
  }
  const end = patience * rule.lostAfter;
  if (silentDays < end) return { state: 'dormant', changesOn: firstDayPast(last, end), silentDays };
  return { state: 'lost', changesOn: null, silentDays };
}

/** From this many days of silence on a customer is off the active list: with the default, the day they leave the window. */
function patienceOf(days: readonly number[], rule: Policy['activeList']): number {
  if (rule.rule === 'everyone') return Number.POSITIVE_INFINITY;
  if (rule.rule === 'recency' || days.length < 2) return rule.days;
  const cycle = (days.at(-1)! - days[0]!) / (days.length - 1);
  return Math.max(rule.days, rule.cycles * cycle);
}

function firstDayPast(last: number, patience: number): number | null {
  return Number.isFinite(patience) ? last + Math.ceil(patience) : null;
}
