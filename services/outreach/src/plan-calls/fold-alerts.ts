import type { Read } from '@vilfredo/events';
import type { CallFacts, OpenAlert } from './call-facts.js';
import { type Moment, newer, withNewest } from './newest.js';

/** Reasons kept of one alert, and resolved alerts remembered. */
const mostReasons = 20;
const mostResolved = 50;

/** Folds what happened to an alert, in place. False for what is nothing of the kind. */
export function foldAlert(facts: CallFacts, event: Read, moment: Moment): boolean {
  const { type, payload } = event;
  switch (type) {
    case 'AlertRaised':
    case 'AlertExtended':
      about(facts, payload, (alert) => raise(alert, event, moment));
      return true;
    case 'AlertAcknowledged':
      about(facts, payload, (alert) => {
        alert.acknowledged = newer(alert.acknowledged, { ...moment, value: payload.by ?? null });
      });
      return true;
    case 'AlertSnoozed':
      about(facts, payload, (alert) => {
        alert.snoozedUntil = newer(alert.snoozedUntil, { ...moment, value: Date.parse(payload.until) });
      });
      return true;
    case 'AlertResolved':
      facts.alerts = facts.alerts.filter(({ alertId }) => alertId !== payload.alertId);
      if (!facts.resolved.includes(payload.alertId)) {
        facts.resolved = [payload.alertId, ...facts.resolved].slice(0, mostResolved);
      }
      return true;
    default:
      return false;
  }
}

interface Named {
  readonly alertId: string;
  readonly rule: string;
}

/** Changes an alert, whatever of it is heard first; one that is resolved stays so. */
function about(facts: CallFacts, named: Named, change: (alert: OpenAlert) => void): void {
  if (!facts.resolved.includes(named.alertId)) change(alertIn(facts, named));
}

function alertIn(facts: CallFacts, { alertId, rule }: Named): OpenAlert {
  const known = facts.alerts.find((each) => each.alertId === alertId);
  if (known !== undefined) return known;
  const alert: OpenAlert = {
    alertId,
    rule,
    severity: 'info',
    reasons: [],
    suggestedAction: null,
    callBy: null,
    acknowledged: null,
    snoozedUntil: null,
  };
  facts.alerts = [...facts.alerts, alert].sort((a, b) => (a.alertId < b.alertId ? -1 : 1));
  return alert;
}

function raise(alert: OpenAlert, { type, payload }: Read, moment: Moment): void {
  if (type !== 'AlertRaised' && type !== 'AlertExtended') return;
  if (alert.reasons.some(({ event }) => event === moment.event)) return;
  alert.reasons = withNewest(alert.reasons, { ...moment, text: payload.because.text }, mostReasons);
  if (alert.reasons[0]?.event === moment.event) alert.severity = payload.severity;
  if (type === 'AlertExtended') return;
  alert.suggestedAction = payload.suggestedAction;
  alert.callBy = payload.callBy == null ? null : Date.parse(payload.callBy);
}
