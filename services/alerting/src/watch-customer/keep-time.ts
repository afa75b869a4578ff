import type { AlertRule, Written } from '@vilfredo/events';
import { alertEvent } from './alert-events.js';
import { heldBackUntil } from './judge-rules.js';
import type { PolicyInForce } from './policy-in-force.js';
import { extended } from './raise-alert.js';
import { type OpenAlert, openAlerts, type WatchedCustomer } from './watched-customer.js';
import { dateWords } from './words.js';

const hourMs = 3_600_000;

/** Does what time has brought about by an instant: alerts that were put aside come back, those that nobody took on are escalated. In place. */
export function keepTime(customer: WatchedCustomer, inForce: PolicyInForce, now: number): Written[] {
  const changes: Written[] = [];
  for (const { rule: name, alert } of openAlerts(customer)) {
    const rule = inForce.rules.get(name);
    if (rule === undefined) continue;
    if (alert.snoozed !== null && alert.snoozed.until <= now) {
      changes.push(backFrom(alert.snoozed, customer, rule, alert, inForce));
      alert.snoozed = null;
    }
    const escalation = escalationOf(alert, rule);
    if (escalation !== null && escalation <= now) {
      changes.push(escalated(customer, rule, alert, inForce, escalation));
      alert.escalated = true;
    }
  }
  return changes;
}

/** The next instant after `now` at which time alone does something; null when none does. */
export function nextDue(customer: WatchedCustomer, { rules }: PolicyInForce, now: number): number | null {
  const instants: (number | null)[] = [];
  for (const { rule: name, alert } of openAlerts(customer)) {
    const rule = rules.get(name);
    instants.push(alert.snoozed?.until ?? null, rule === undefined ? null : escalationOf(alert, rule));
  }
  if (customer.signs.length > 0) for (const rule of rules.values()) instants.push(heldBackUntil(customer, rule));
  const next = Math.min(...instants.filter((instant) => instant !== null && instant > now).map(Number));
  return Number.isFinite(next) ? next : null;
}

function escalationOf(alert: OpenAlert, { escalateAfterHours }: AlertRule): number | null {
  const isWaiting = alert.acknowledgedAt === null && alert.snoozed === null && !alert.escalated;
  if (!isWaiting || escalateAfterHours === undefined || escalateAfterHours === null) return null;
  return alert.waitingSince + escalateAfterHours * hourMs;
}

function backFrom(
  { until, event }: NonNullable<OpenAlert['snoozed']>,
  customer: WatchedCustomer,
  rule: AlertRule,
  alert: OpenAlert,
  { calendar }: PolicyInForce,
): Written {
  const day = dateWords(calendar.dateOf(calendar.dayOf(until)));
  const because = { text: `It was put aside until ${day}, and is due again.`, causes: [event] };
  return extended(customer, rule, alert, { at: until, causationid: event, because });
}

function escalated(
  customer: WatchedCustomer,
  { name, escalateAfterHours = 0 }: AlertRule,
  { id, correlationid, raising }: OpenAlert,
  { policy }: PolicyInForce,
  at: number,
): Written {
  const { escalateTo } = policy.alerts;
  const hours = escalateAfterHours === 1 ? 'an hour' : `${escalateAfterHours} hours`;
  return alertEvent(
    'AlertEscalated',
    customer.id,
    { at, correlationid, causationid: raising },
    {
      alertId: id,
      rule: name,
      why: `Nobody took it on within ${hours}.`,
      ...(escalateTo === undefined || escalateTo === null ? {} : { to: escalateTo }),
    },
  );
}
