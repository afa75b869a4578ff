import {
  type AlertReason,
  type AlertRule,
  type AlertSeverity,
  alertSeverities,
  minorDigits,
  type Written,
} from '@vilfredo/events';
import { alertEvent, alertIdOf } from './alert-events.js';
import { decideEarly } from './hear-people.js';
import type { Match } from './matches.js';
import { onOpenDay } from './open-days.js';
import type { PolicyInForce } from './policy-in-force.js';
import { type OpenAlert, recordOf, type WatchedCustomer } from './watched-customer.js';

const hourMs = 3_600_000;
/** Priority of somebody of whom neither value nor qualification is known. */
const unknownValue = 10;
const mostCauses = 20;

/** Raises the one alert of a rule, of the first of its matches; the others are its further reasons. In place. */
export function raiseAlert(
  customer: WatchedCustomer,
  rule: AlertRule,
  matches: readonly Match[],
  inForce: PolicyInForce,
  at: number,
): Written[] {
  const [first] = matches;
  if (first === undefined) return [];
  const { policy, calendar } = inForce;
  const { id: cause, correlationid } = first.cause;
  const record = recordOf(customer, rule.name);
  const id = alertIdOf(customer.id, rule.name, first.anchor.id, record.withdrawn);
  const callBy = onOpenDay(at + rule.callWithinHours * hourMs, policy.closed, calendar);
  const raised = alertEvent(
    'AlertRaised',
    customer.id,
    { at, correlationid, causationid: cause },
    {
      alertId: id,
      rule: rule.name,
      severity: rule.severity,
      priority: priorityOf(customer, rule),
      because: reasonOf(first),
      valueAtRisk: valueAtRisk(customer, policy.currency),
      suggestedAction: rule.suggestedAction,
      callBy: new Date(callBy).toISOString(),
      ...(customer.owner === null ? {} : { agentId: customer.owner }),
      policy: policy.name,
    },
  );
  const alert: OpenAlert = {
    id,
    raising: raised.id,
    raisedAt: at,
    correlationid,
    severity: rule.severity,
    worst: first.sign.gravity,
    told: { [first.sign.about]: first.sign.origin.id },
    acknowledgedAt: null,
    waitingSince: at,
    snoozed: null,
    escalated: false,
  };
  record.open = alert;
  return [raised, ...extendAlert(customer, rule, alert, matches, at), ...decideEarly(customer, rule, alert)];
}

/** Adds what is new among a rule's matches to its open alert: another of the kind, or the same got worse. In place. */
export function extendAlert(
  customer: WatchedCustomer,
  rule: AlertRule,
  alert: OpenAlert,
  matches: readonly Match[],
  now: number,
): Written[] {
  const changes: Written[] = [];
  const before = alert.told;
  alert.told = {};
  for (const match of matches) {
    const { about, gravity, origin } = match.sign;
    const isAnother = !Object.hasOwn(before, about);
    const isWorse = gravity > alert.worst;
    alert.told[about] = origin.id;
    if (before[about] === origin.id || !(isAnother || isWorse)) continue;
    if (isWorse) {
      alert.severity = graver(alert.severity);
      alert.worst = gravity;
    }
    const at = Math.max(now, origin.at);
    changes.push(extended(customer, rule, alert, { at, causationid: origin.id, because: reasonOf(match) }));
  }
  return changes;
}

/** One more reason for an open alert. */
export function extended(
  customer: WatchedCustomer,
  rule: AlertRule,
  { id, severity, correlationid }: OpenAlert,
  { at, causationid, because }: { at: number; causationid: string; because: AlertReason },
): Written {
  return alertEvent(
    'AlertExtended',
    customer.id,
    { of: causationid, at, correlationid, causationid },
    { alertId: id, rule: rule.name, severity, priority: priorityOf(customer, rule), because },
  );
}

/** Value x need, to the hundredth. */
function priorityOf({ value, qualification }: WatchedCustomer, { need }: AlertRule): number {
  return Math.round((value ?? qualification ?? unknownValue) * need * 100) / 100;
}

function valueAtRisk({ amountInWindow }: WatchedCustomer, currency: string | undefined): string | null {
  if (amountInWindow === null) return null;
  return amountInWindow.toFixed(currency === undefined ? 2 : minorDigits(currency));
}

/** The event first, then what it rests on itself. */
function reasonOf({ sign, cause }: Match): AlertReason {
  const causes = new Set([cause.id, ...cause.causes, sign.origin.id, ...sign.origin.causes]);
  return { text: sign.text.slice(0, 500), causes: [...causes].slice(0, mostCauses) };
}

function graver(severity: AlertSeverity): AlertSeverity {
  return alertSeverities[alertSeverities.indexOf(severity) + 1] ?? severity;
}
