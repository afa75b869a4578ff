import { derivedId, type EventType, type Payloads, type Written, write } from '@vilfredo/events';

/** What an event about an alert says besides its payload. */
export interface About {
  /** Told apart by it where one alert has several events of one type. */
  readonly of?: string;
  /** Epoch ms. */
  readonly at: number;
  readonly correlationid: string;
  readonly causationid: string;
}

/**
 * The id of the alert that a rule raises of an event.
 * @param withdrawn how often the rule's alerts were closed though their cause still stood, so that the same event may raise another
 */
export function alertIdOf(customer: string, rule: string, cause: string, withdrawn = 0): string {
  return derivedId(customer, rule, withdrawn === 0 ? cause : `${cause} ${withdrawn}`);
}

/** The id of the event by which an alert was raised. */
export function raisingOf(customer: string, alertId: string): string {
  return alertEventId(customer, alertId, 'AlertRaised');
}

/**
 * The id of an event about an alert. An alert is raised, acknowledged, escalated and resolved once: whoever says so
 * first has said it, a person or a rule.
 */
export function alertEventId(customer: string, alertId: string, type: EventType, of?: string): string {
  return derivedId(customer, of === undefined ? alertId : `${alertId} ${of}`, type);
}

type AlertEventType = Extract<EventType, `Alert${string}`>;

/** One event about an alert of a customer's. */
export function alertEvent<T extends AlertEventType>(
  type: T,
  customer: string,
  { of, at, correlationid, causationid }: About,
  payload: Payloads[T],
): Written {
  const id = alertEventId(customer, payload.alertId, type, of);
  return write(type, { id, subject: customer, time: new Date(at).toISOString(), correlationid, causationid }, payload);
}
