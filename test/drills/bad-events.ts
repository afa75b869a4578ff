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

/** Four ways in which an event about a contact cannot be folded; on the last two alerts and call lists rest, too. */
const wrongContacts: Readonly<Record<string, Partial<EventToAppend>>> = {
  ratingWithoutScale: { type: 'SatisfactionRated', data: '{"source":"rogue","ratingId":"r","answers":{"overall":4}}' },
  unknownContact: { type: 'VisitRecorded', data: '{"source":"rogue"}' },
  attemptNotJson: { type: 'ContactAttempted', data: '{"source": "rogue", ' },
  complaintOfNobodyKnowsWhat: { type: 'CaseOpened', data: '{"source":"rogue","kind":"complaint","severity":3}' },
};

export const badOrderEvents = Object.keys(wrongs);
export const badContactEvents = Object.keys(wrongContacts);

/** An event that must be parked, as a program writes it that goes past the intake. */
export function badEvent(kind: string, subject: string, id: string): EventToAppend {
  const envelope = { subject, id, time: '2026-01-05T10:00:00.000Z', correlationid: id };
  const order = { topic: 'orders', type: 'OrderPlaced', version: 2, data: JSON.stringify(payload), ...wrongs[kind] };
  const contact = {
    topic: 'interactions',
    type: 'InteractionRecorded',
    version: 1,
    data: '{}',
    ...wrongContacts[kind],
  };
  return { ...envelope, ...(kind in wrongContacts ? contact : order) };
}
