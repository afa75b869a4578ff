import type { AlertOutcome, AlertRule, Written } from '@vilfredo/events';
import { alertEvent } from './alert-events.js';
import { type Match, matchesOf } from './matches.js';
import type { PolicyInForce } from './policy-in-force.js';
import { extendAlert, raiseAlert } from './raise-alert.js';
import { type OpenAlert, openAlerts, type RuleRecord, recordOf, type WatchedCustomer } from './watched-customer.js';
import type { News } from './watched-event.js';

/** On what occasion rules are judged. */
export interface Occasion {
  /** Epoch ms. */
  readonly at: number;
  /** The event in hand, or the alert's own beginning where time alone brought it about. */
  readonly cause: string | null;
  /** How things stand after the event in hand. */
  readonly news: News | null;
  /** Whether other rules have come into force. */
  readonly otherRules: boolean;
}

const hourMs = 3_600_000;

/** Holds every rule against what stands now: raises, extends and closes alerts, in place. Returns the events to publish. */
export function judgeRules(customer: WatchedCustomer, inForce: PolicyInForce, occasion: Occasion): Written[] {
  const changes: Written[] = [];
  for (const { rule, record, alert } of openAlerts(customer)) {
    const ending = endingOf(customer, alert, inForce.rules.get(rule), occasion);
    if (ending !== null) changes.push(close(customer, { rule, record, alert }, ending, inForce, occasion));
  }
  if (customer.mergedInto !== null || customer.signs.length === 0) return changes;
  for (const rule of inForce.rules.values()) {
    const matches = unanswered(customer, rule);
    if (matches.length === 0) continue;
    const { open } = recordOf(customer, rule.name);
    if (open !== null) changes.push(...extendAlert(customer, rule, open, matches, occasion.at));
    else changes.push(...raiseInTime(customer, rule, matches, inForce, occasion.at));
  }
  return changes;
}

/** When the cool-down of a rule is over that would raise an alert then; null where there is none. */
export function heldBackUntil(customer: WatchedCustomer, rule: AlertRule): number | null {
  const record = Object.hasOwn(customer.rules, rule.name) ? customer.rules[rule.name]! : null;
  if (record === null || record.open !== null || record.notBefore === null || customer.mergedInto !== null) return null;
  return isToRaise(customer, rule) && unanswered(customer, rule).length > 0 ? record.notBefore : null;
}

/** What the rule matches and nobody has answered yet. */
function unanswered(customer: WatchedCustomer, rule: AlertRule): Match[] {
  const answeredTo = Object.hasOwn(customer.rules, rule.name) ? customer.rules[rule.name]!.answeredTo : null;
  const known = Math.max(answeredTo ?? Number.NEGATIVE_INFINITY, customer.lostAt ?? Number.NEGATIVE_INFINITY);
  return matchesOf(customer, rule, known);
}

/** That somebody who is lost buys no more is known. */
function isToRaise(customer: WatchedCustomer, { trigger }: AlertRule): boolean {
  return customer.activity !== 'lost' || trigger === 'complaint' || trigger === 'recall' || trigger === 'satisfaction';
}

function raiseInTime(
  customer: WatchedCustomer,
  rule: AlertRule,
  matches: readonly Match[],
  inForce: PolicyInForce,
  now: number,
): Written[] {
  const { notBefore } = recordOf(customer, rule.name);
  if (!isToRaise(customer, rule) || (notBefore !== null && now < notBefore)) return [];
  const at = Math.max(now, matches[0]!.anchor.at);
  return raiseAlert(customer, rule, matches, inForce, at);
}

interface Ending {
  readonly outcome: AlertOutcome;
  readonly why: string;
  /** Whether another has to wait for the cool-down. */
  readonly coolsDown: boolean;
}

/** Why an open alert is over; null when it is not. */
function endingOf(
  customer: WatchedCustomer,
  alert: OpenAlert,
  rule: AlertRule | undefined,
  { news, otherRules }: Occasion,
): Ending | null {
  const { lostAt, mergedInto } = customer;
  if (lostAt !== null && lostAt >= alert.raisedAt) {
    return { outcome: 'lost', why: 'They have not bought for so long that they count as lost.', coolsDown: true };
  }
  const ignored = (why: string): Ending => ({ outcome: 'ignored', why, coolsDown: false });
  if (mergedInto !== null) return ignored('The customer turned out to be another who is known already.');
  if (rule === undefined) return ignored('The rule is no longer in force.');
  if (unanswered(customer, rule).length > 0) return null;
  if (otherRules) return ignored('The rule does not ask for this any more.');
  if (news?.trigger === rule.trigger) return { outcome: news.outcome, why: news.text, coolsDown: true };
  return ignored('By what is known now the rule did not apply to this customer.');
}

function close(
  customer: WatchedCustomer,
  { rule, record, alert }: { rule: string; record: RuleRecord; alert: OpenAlert },
  { outcome, why, coolsDown }: Ending,
  inForce: PolicyInForce,
  { at: now, cause }: Occasion,
): Written {
  const at = Math.max(now, alert.raisedAt);
  const coolDown = inForce.rules.get(rule)?.coolDownHours ?? 0;
  record.open = null;
  record.closed = { id: alert.id, at };
  if (!coolsDown) record.withdrawn += 1;
  record.notBefore = coolsDown ? at + coolDown * hourMs : null;
  return alertEvent(
    'AlertResolved',
    customer.id,
    { at, correlationid: alert.correlationid, causationid: cause ?? alert.raising },
    { alertId: alert.id, rule, outcome, resolvedBy: 'rule', why },
  );
}
