import type { EventToAppend } from '@vilfredo/event-sourcing';
import { read } from '@vilfredo/events';
import type { OrderFact } from '../src/customer-facts/settle-orders.js';
import { orderFactOf } from '../src/score-customers/advance-customer.js';

/** Events as scoring reads them. */
export function orderFacts(events: readonly EventToAppend[]): OrderFact[] {
  return events.flatMap((event) => {
    const fact = orderFactOf({ id: event.id, time: Date.parse(event.time), read: read(event) });
    return fact === null ? [] : [fact];
  });
}
