import type { EventToAppend } from '@vilfredo/event-sourcing';
import { type AlertNotified, derivedId, write } from '@vilfredo/events';
import type { Message } from './message.js';
import type { Receiver } from './receiver.js';

/**
 * That an alert was handed to a receiver, or given up; undefined for messages about anything but an alert raised or
 * escalated. The id follows from event and receiver, so that it is recorded once however often it is delivered; that it
 * was given up and later delivered all the same are two facts.
 * @param at epoch ms
 */
export function alertNotified(
  message: Message,
  { name, kind }: Pick<Receiver, 'name' | 'kind'>,
  result: AlertNotified['result'],
  at: number,
): EventToAppend | undefined {
  if (message.type !== 'AlertRaised' && message.type !== 'AlertEscalated') return undefined;
  const { id, customerId, correlationId, data } = message;
  const { alertId, rule } = JSON.parse(data) as Pick<AlertNotified, 'alertId' | 'rule'>;
  const cause = result === 'delivered' ? `${id} ${name}` : `${id} ${name} ${result}`;
  const envelope = {
    id: derivedId(customerId, cause, 'AlertNotified'),
    subject: customerId,
    time: new Date(at).toISOString(),
    correlationid: correlationId,
    causationid: id,
  };
  return write('AlertNotified', envelope, { alertId, rule, via: kind, receiver: name, result });
}
