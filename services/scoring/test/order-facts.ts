import type { EventToAppend } from '@vilfredo/event-sourcing';
import { read } from '@vilfredo/events';
import { orderFactOf } from '../src/assess-customer/advance-customer.js';
import type { OrderFact } from '../src/customer-facts/settle-orders.js';

/** Events as scoring reads them. */
export function orderFacts(events: readonly EventToAppend[]): OrderFact[] {
  return events.flatMap((event) => {
    const fact = orderFactOf({ id: event.id, time: Date.parse(event.time), read: read(event) });
    return fact === null ? [] : [fact];
  });
}
