import type { AlertNotified, AlertOutcome, AlertReason, AlertSeverity } from '@vilfredo/events';

export const alertStates = ['open', 'acknowledged', 'snoozed', 'escalated', 'resolved'] as const;
export type AlertState = (typeof alertStates)[number];

/** One alert as people and systems read it. Times are ISO 8601 in UTC. */
export interface AlertView {
  readonly id: string;
  readonly customerId: string;
  readonly rule: string;
  readonly severity: AlertSeverity;
  readonly priority: number;
  readonly raisedAt: string;
  readonly because: readonly AlertReason[];
  readonly valueAtRisk: string | null;
  readonly suggestedAction: string;
  readonly callBy: string | null;
  readonly agentId: string | null;
  readonly policy: string;
  readonly state: AlertState;
  readonly acknowledgedAt: string | null;
  readonly acknowledgedBy: string | null;
  readonly snoozedUntil: string | null;
  readonly escalatedAt: string | null;
  readonly escalatedTo: string | null;
  readonly outcome: AlertOutcome | null;
  readonly resolvedAt: string | null;
  readonly resolvedBy: 'person' | 'rule' | null;
  /** Who resolved it, where they said so, and why it is over. */
  readonly by: string | null;
  readonly why: string | null;
  readonly notified: readonly (Pick<AlertNotified, 'via' | 'receiver' | 'result'> & { readonly at: string })[];
  /** The events by which it was raised and whatever happened to it since, oldest first. */
  readonly events: readonly string[];
  readonly correlationid: string;
}

/** An alert as it stands at an instant (epoch ms): one that was put aside until earlier is waiting again. */
export function asOf(alert: AlertView, now: number): AlertView {
  if (alert.state !== 'snoozed' || alert.snoozedUntil === null || Date.parse(alert.snoozedUntil) > now) return alert;
  return { ...alert, state: waitingState({ ...alert, snoozedUntil: null }), snoozedUntil: null };
}

/** The state of an alert that nobody has resolved. */
export function waitingState(
  alert: Pick<AlertView, 'acknowledgedAt' | 'snoozedUntil' | 'escalatedAt'>,
): Exclude<AlertState, 'resolved'> {
  if (alert.snoozedUntil !== null) return 'snoozed';
  if (alert.acknowledgedAt !== null) return 'acknowledged';
  return alert.escalatedAt === null ? 'open' : 'escalated';
}
