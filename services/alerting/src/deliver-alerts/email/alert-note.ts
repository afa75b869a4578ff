import type { AlertEscalated, AlertOutcome, AlertRaised, AlertResolved, AlertSeverity } from '@vilfredo/events';
import { alertSeverities } from '@vilfredo/events';

/** An alert as mail tells it. Names nobody. */
export interface AlertNote {
  readonly alertId: string;
  readonly customerId: string;
  readonly rule: string;
  readonly severity: AlertSeverity;
  readonly priority: number;
  readonly raisedAt: string;
  /** Sentences, the newest last. */
  readonly reasons: readonly string[];
  readonly suggestedAction: string;
  readonly callBy: string | null;
  readonly valueAtRisk: string | null;
  readonly agentId: string | null;
  /** Why it went to somebody else; null when it did not. */
  readonly escalated: string | null;
  /** Null while it is open. */
  readonly outcome: AlertOutcome | null;
}

/** What is needed of an event about an alert. */
export interface AlertEvent {
  readonly type: string;
  readonly customerId: string;
  readonly time: string;
  readonly data: string;
}

/** The alerts that these events of one customer tell of, by id. An alert whose beginning is not among them is left out. */
export function alertNotes(events: readonly AlertEvent[]): ReadonlyMap<string, AlertNote> {
  const notes = new Map<string, AlertNote>();
  for (const event of events) {
    const payload = JSON.parse(event.data) as { readonly alertId: string };
    const before = notes.get(payload.alertId);
    const after = event.type === 'AlertRaised' ? raised(event, before) : before && changed(before, event.type, payload);
    if (after !== undefined) notes.set(payload.alertId, after);
  }
  return notes;
}

function raised({ customerId, time, data }: AlertEvent, before: AlertNote | undefined): AlertNote {
  const { alertId, rule, severity, priority, because, suggestedAction, ...rest } = JSON.parse(data) as AlertRaised;
  const { callBy = null, valueAtRisk = null, agentId = null } = rest;
  const own = { alertId, customerId, rule, severity, priority, raisedAt: time, suggestedAction, callBy, valueAtRisk };
  return before ?? { ...own, agentId, reasons: [because.text], escalated: null, outcome: null };
}

function changed(note: AlertNote, type: string, payload: object): AlertNote {
  if (type === 'AlertEscalated') return { ...note, escalated: (payload as AlertEscalated).why };
  if (type === 'AlertResolved') return { ...note, outcome: (payload as AlertResolved).outcome };
  if (type !== 'AlertExtended') return note;
  const { severity, priority, because } = payload as Pick<AlertRaised, 'severity' | 'priority' | 'because'>;
  return { ...note, severity, priority, reasons: [...note.reasons, because.text] };
}

/** Open ones first, then by severity, then by priority. */
export function byUrgency(one: AlertNote, other: AlertNote): number {
  return (
    Number(one.outcome !== null) - Number(other.outcome !== null) ||
    rank(other.severity) - rank(one.severity) ||
    other.priority - one.priority
  );
}

export function isAtLeast(severity: AlertSeverity, from: AlertSeverity): boolean {
  return rank(severity) >= rank(from);
}

function rank(severity: AlertSeverity): number {
  return alertSeverities.indexOf(severity);
}
