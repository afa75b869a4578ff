import type { Read } from '@vilfredo/events';
import { type AlertView, waitingState } from './alert-view.js';

/** An event about an alert, read. */
export interface AlertEvent {
  readonly id: string;
  readonly customerId: string;
  /** When it happened, ISO 8601. */
  readonly time: string;
  readonly correlationid: string;
  readonly read: Read;
}

const mostReasons = 100;

/** An alert after one more event. Null before it is raised; an alert that is over stays as it ended, but for its delivery. */
export function followAlert(alert: AlertView | null, event: AlertEvent): AlertView | null {
  const { read, time } = event;
  if (alert === null) return read.type === 'AlertRaised' ? raised(event) : null;
  const noted = { ...alert, events: [...alert.events, event.id] };
  if (read.type === 'AlertNotified') {
    const { via, receiver, result } = read.payload;
    return { ...noted, notified: [...alert.notified, { via, receiver, result, at: time }] };
  }
  if (alert.state === 'resolved') return alert;
  switch (read.type) {
    case 'AlertExtended': {
      const { severity, priority, because } = read.payload;
      return { ...noted, severity, priority, because: [...alert.because, because].slice(-mostReasons) };
    }
    case 'AlertAcknowledged':
      return waiting({ ...noted, acknowledgedAt: time, acknowledgedBy: read.payload.by ?? null, snoozedUntil: null });
    case 'AlertSnoozed':
      return waiting({ ...noted, snoozedUntil: new Date(read.payload.until).toISOString() });
    case 'AlertEscalated':
      return waiting({ ...noted, escalatedAt: time, escalatedTo: read.payload.to ?? null, snoozedUntil: null });
    case 'AlertResolved': {
      const { outcome, resolvedBy, by, why } = read.payload;
      const ended = { outcome, resolvedBy, by: by ?? null, why: why ?? null, resolvedAt: time };
      return { ...noted, ...ended, state: 'resolved', snoozedUntil: null };
    }
    default:
      return alert;
  }
}

function waiting(alert: AlertView): AlertView {
  return { ...alert, state: waitingState(alert) };
}

function raised({ id, customerId, time, correlationid, read }: AlertEvent): AlertView | null {
  if (read.type !== 'AlertRaised') return null;
  const { alertId, rule, severity, priority, because, valueAtRisk, suggestedAction, callBy, agentId, policy } =
    read.payload;
  return {
    id: alertId,
    customerId,
    rule,
    severity,
    priority,
    raisedAt: time,
    because: [because],
    valueAtRisk: valueAtRisk ?? null,
    suggestedAction,
    callBy: callBy ?? null,
    agentId: agentId ?? null,
    policy,
    state: 'open',
    acknowledgedAt: null,
    acknowledgedBy: null,
    snoozedUntil: null,
    escalatedAt: null,
    escalatedTo: null,
    outcome: null,
    resolvedAt: null,
    resolvedBy: null,
    by: null,
    why: null,
    notified: [],
    events: [id],
    correlationid,
  };
}
