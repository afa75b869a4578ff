import type { Message } from '../message.js';

/** The body of a webhook: what the event says, and about which customer. The same text on every attempt. */
export function webhookPayload({ type, time, customerId, data }: Message): string {
  return JSON.stringify({ type, timestamp: time, data: { customerId, ...(JSON.parse(data) as object) } });
}
