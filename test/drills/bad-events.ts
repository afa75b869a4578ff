import type { EventToAppend } from '@vilfredo/event-sourcing';
import { fiveMegabytes } from './bad-records.js';

const payload = {
  source: 'rogue',
  currency: 'EUR',
  lines: [{ sku: 'a', quantity: 1, unitPrice: '5.00', amountMinor: 500 }],
  orderId: 'r',
};
const { lines: _, ...withoutLines } = payload;

/** Eight ways in which an event in the log cannot be folded, under a policy whose currency is EUR. */
const wrongs: Readonly<Record<string, Partial<EventToAppend>>> = {
  notJson: { data: '{"source": "rogue", ' },
  unknownType: { type: 'OrderWished' },
  unknownVersion: { version: 99 },
  missingFields: { data: JSON.stringify(withoutLines) },
  fiveMegabytes: { data: JSON.stringify({ ...payload, channel: fiveMegabytes }) },
  prototype: {
    data: `{"__proto__":${JSON.stringify(payload)},"constructor":{"prototype":${JSON.stringify(payload)}}}`,
  },
  wrongTime: { time: 'the day before yesterday' },
  wrongCurrency: { data: JSON.stringify({ ...payload, currency: 'JPY' }) },
};

export const badEventKinds = Object.keys(wrongs);

/** An event that must be parked, as a program writes it that goes past the intake. */
export function badEvent(kind: string, subject: string, id: string): EventToAppend {
  return {
    topic: 'orders',
    subject,
    id,
    type: 'OrderPlaced',
    version: 2,
    time: '2026-01-05T10:00:00.000Z',
    correlationid: id,
    data: JSON.stringify(payload),
    ...wrongs[kind],
  };
}
