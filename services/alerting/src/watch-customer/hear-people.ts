import type { AlertRule, Payloads, Written } from '@vilfredo/events';
import { alertEvent } from './alert-events.js';
import type { PolicyInForce } from './policy-in-force.js';
import type { EarlyDecision, OpenAlert, RuleRecord, WatchedCustomer } from './watched-customer.js';
import type { WatchedEvent } from './watched-event.js';

const hourMs = 3_600_000;
/** Alerts of one customer of which people's decisions are kept before they are raised; a decision about one long closed is one, too. */
const mostEarly = 100;

/**
 * Takes in what people decided about an alert, in place. It counts from when it was recorded, however late it is read: of
 * an alert that a rule has closed since, it is their word that was first.
 */
export function hearPeople(customer: WatchedCustomer, event: WatchedEvent, inForce: PolicyInForce): void {
  const { read, at, id } = event;
  if (read.type === 'AlertAcknowledged') decide(customer, read.payload, { acknowledgedAt: at }, inForce);
  if (read.type === 'AlertSnoozed') {
    const until = Date.parse(read.payload.until);
    if (until > at) decide(customer, read.payload, { snoozed: { until, event: id } }, inForce);
  }
  if (read.type === 'AlertResolved' && read.payload.resolvedBy === 'person') {
    decide(customer, read.payload, { resolvedAt: at }, inForce);
  }
}

/** An alert that is raised again from the log, after what people said of it was read. */
export function decideEarly(customer: WatchedCustomer, rule: AlertRule, alert: OpenAlert): Written[] {
  const early = Object.hasOwn(customer.early, alert.id) ? customer.early[alert.id] : undefined;
  delete customer.early[alert.id];
  const record = customer.rules[rule.name]!;
  if (early !== undefined) apply(record, alert, early, rule.coolDownHours);
  return takenOn(customer, rule.name, record);
}

/** Whoever tries to reach the customer has taken their open alert on. */
export function takenOn(customer: WatchedCustomer, rule: string, { open }: RuleRecord): Written[] {
  const { attempt, id } = customer;
  if (open === null || attempt === null || open.acknowledgedAt !== null || attempt.at < open.raisedAt) return [];
  open.acknowledgedAt = attempt.at;
  const by = attempt.agentId === null ? {} : { by: attempt.agentId };
  const about = { at: attempt.at, correlationid: open.correlationid, causationid: attempt.id };
  return [alertEvent('AlertAcknowledged', id, about, { alertId: open.id, rule, ...by })];
}

function decide(
  customer: WatchedCustomer,
  { alertId, rule }: Pick<Payloads['AlertAcknowledged'], 'alertId' | 'rule'>,
  decision: EarlyDecision,
  { rules }: PolicyInForce,
): void {
  const record = Object.hasOwn(customer.rules, rule) ? customer.rules[rule]! : undefined;
  const coolDownHours = rules.get(rule)?.coolDownHours ?? 0;
  if (record?.open?.id === alertId) apply(record, record.open, decision, coolDownHours);
  else if (record?.closed?.id === alertId) recall(record, record.closed, decision, coolDownHours);
  else keepEarly(customer, alertId, decision);
}

function keepEarly({ early }: WatchedCustomer, alertId: string, decision: EarlyDecision): void {
  early[alertId] = { ...early[alertId], ...decision };
  const [oldest] = Object.keys(early);
  if (oldest !== undefined && Object.keys(early).length > mostEarly) delete early[oldest];
}

function apply(
  record: RuleRecord,
  alert: OpenAlert,
  { acknowledgedAt, snoozed, resolvedAt }: EarlyDecision,
  coolDownHours: number,
): void {
  if (acknowledgedAt !== undefined) {
    alert.acknowledgedAt ??= acknowledgedAt;
    alert.snoozed = null;
  }
  if (snoozed !== undefined) {
    alert.snoozed = snoozed;
    alert.waitingSince = snoozed.until;
  }
  if (resolvedAt === undefined) return;
  record.open = null;
  record.closed = { id: alert.id, at: resolvedAt };
  record.notBefore = resolvedAt + coolDownHours * hourMs;
  record.answeredTo = Math.max(resolvedAt, record.answeredTo ?? resolvedAt);
}

/** Somebody had resolved an alert before the rule closed it. */
function recall(
  record: RuleRecord,
  closed: NonNullable<RuleRecord['closed']>,
  { resolvedAt }: EarlyDecision,
  coolDownHours: number,
): void {
  if (resolvedAt === undefined || resolvedAt > closed.at) return;
  record.closed = { id: closed.id, at: resolvedAt };
  record.notBefore = resolvedAt + coolDownHours * hourMs;
  record.answeredTo = Math.max(resolvedAt, record.answeredTo ?? resolvedAt);
}
