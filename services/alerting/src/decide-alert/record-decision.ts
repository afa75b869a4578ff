import { type Clock, type EventLog, Failure, type StoredEvent, type ViewCollection } from '@vilfredo/event-sourcing';
import { read, type Written } from '@vilfredo/events';
import { type AlertView, asOf } from '../list-alerts/alert-view.js';
import { followAlert } from '../list-alerts/follow-alert.js';
import { alertFromStored } from '../list-alerts/listed-alerts.js';
import { type Decision, decideAlert } from './decide-alert.js';

export interface DecisionParts {
  readonly log: Pick<EventLog, 'append' | 'history'>;
  readonly clock: Clock;
  /** The collection `listedAlerts`. */
  readonly views: Pick<ViewCollection, 'load'>;
}

/**
 * Records what somebody decided about an alert, once the log has it, and gives the alert as it is then; doing it again
 * changes nothing. Null for an alert that is not known.
 * @throws Failure `refused` where it is over, also where a rule or somebody else was first by a moment
 */
export async function recordDecision(parts: DecisionParts, id: string, decision: Decision): Promise<AlertView | null> {
  const { log, clock, views } = parts;
  const stored = (await views.load([id])).get(id);
  const listed = stored === undefined ? null : alertFromStored(stored).alert;
  if (listed === null) return null;
  const now = clock();
  const alert = asOf(listed, now);
  const event = decideAlert(alert, decision, now);
  if (event === null) return alert;
  const [outcome] = await log.append([event]);
  if (outcome !== 'conflict') return followed(alert, event);
  // It was decided before, and the list does not show it yet.
  const history = await log.history({ topics: ['alerts'], subject: alert.customerId });
  const first = history.find((one) => one.id === event.id);
  if (first === undefined) throw new Failure('unavailable', 'the alert is being decided upon', { retryAfter: 1 });
  const meanwhile = followed(alert, first);
  decideAlert(meanwhile, decision, now);
  return meanwhile;
}

function followed(alert: AlertView, event: Written | StoredEvent): AlertView {
  const { id, subject: customerId, time, correlationid } = event;
  return followAlert(alert, { id, customerId, time, correlationid, read: read(event) }) ?? alert;
}
