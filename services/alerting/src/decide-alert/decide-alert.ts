import { Failure } from '@vilfredo/event-sourcing';
import { type AlertOutcome, alertOutcomes, type Written } from '@vilfredo/events';
import type { AlertView } from '../list-alerts/alert-view.js';
import { alertEvent } from '../watch-customer/alert-events.js';

export interface Acknowledgement {
  readonly kind: 'acknowledge';
  readonly by?: string;
}
export interface Snooze {
  readonly kind: 'snooze';
  /** Epoch ms. */
  readonly until: number;
  readonly by?: string;
}
export interface Resolution {
  readonly kind: 'resolve';
  readonly outcome: AlertOutcome;
  readonly by?: string;
  readonly why?: string;
}
export type Decision = Acknowledgement | Snooze | Resolution;

/** Nobody means to put anything aside for longer, ms. */
const longestSnooze = 366 * 86_400_000;

/**
 * The event that a decision about an alert makes; null when it is decided so already.
 * @param now epoch ms
 * @throws Failure `refused` where the alert is over, `invalid` for a time that cannot be
 */
export function decideAlert(alert: AlertView, decision: Decision, now: number): Written | null {
  if (alert.state === 'resolved') return repeats(alert, decision);
  const { id: alertId, rule, customerId, correlationid, events } = alert;
  const about = { at: now, correlationid, causationid: events[0]! };
  const by = decision.by === undefined ? {} : { by: decision.by };
  switch (decision.kind) {
    case 'acknowledge': {
      if (alert.acknowledgedAt !== null) return null;
      return alertEvent('AlertAcknowledged', customerId, about, { alertId, rule, ...by });
    }
    case 'snooze': {
      const { until } = decision;
      if (until <= now) throw new Failure('invalid', 'must be later than now', { field: 'until' });
      if (until > now + longestSnooze) throw new Failure('invalid', 'must be within a year', { field: 'until' });
      const shown = new Date(until).toISOString();
      if (alert.snoozedUntil === shown) return null;
      return alertEvent('AlertSnoozed', customerId, { ...about, of: shown }, { alertId, rule, until: shown, ...by });
    }
    case 'resolve': {
      const { outcome, why } = decision;
      const ended = {
        alertId,
        rule,
        outcome,
        resolvedBy: 'person' as const,
        ...by,
        ...(why === undefined ? {} : { why }),
      };
      return alertEvent('AlertResolved', customerId, about, ended);
    }
    default:
      return decision satisfies never;
  }
}

/** One of the outcomes. @throws Failure `invalid` for anything else */
export function outcomeOf(value: unknown): AlertOutcome {
  const outcome = alertOutcomes.find((each) => each === value);
  if (outcome === undefined) {
    throw new Failure('invalid', `must be one of ${alertOutcomes.join(', ')}`, { field: 'outcome' });
  }
  return outcome;
}

/** Resolving as it was resolved by a person is no other decision. @throws Failure `refused` for every other */
function repeats({ outcome, resolvedBy }: AlertView, decision: Decision): null {
  if (decision.kind === 'resolve' && resolvedBy === 'person' && decision.outcome === outcome) return null;
  throw new Failure('refused', `the alert is over: ${outcome}, resolved by a ${resolvedBy}`);
}
