import { fiveMegabytes } from './bad-records.js';
import type { IntakeContact } from './desk.js';

const good = {
  kind: 'interaction',
  source: 'careless-desk',
  customerId: 'nobody',
  at: '2026-01-05T10:00:00Z',
  channel: 'phone',
  direction: 'in',
  purpose: 'service',
  agentId: 'agent-1',
  transferred: false,
} as const satisfies Omit<IntakeContact & { kind: 'interaction' }, 'interactionId'>;

const { customerId: _, ...nobodys } = good;

/** Eight ways in which a contact cannot be used, each as the line of NDJSON that a careless system sends. */
export const badContacts: Readonly<Record<string, (interactionId: string) => string>> = {
  brokenJson: (interactionId) => JSON.stringify({ ...good, interactionId }).slice(0, -7),
  noCustomer: (interactionId) => JSON.stringify({ ...nobodys, interactionId }),
  unknownChannel: (interactionId) => JSON.stringify({ ...good, interactionId, channel: 'pigeon' }),
  future: (interactionId) => JSON.stringify({ ...good, interactionId, at: '2999-01-01T00:00:00Z' }),
  unknownKind: (interactionId) => JSON.stringify({ ...good, interactionId, kind: 'gift' }),
  outsideScale: (interactionId) =>
    JSON.stringify({ ...good, interactionId, rating: { min: 1, max: 5, overall: 9 }, complaint: 'very much' }),
  fiveMegabytes: (interactionId) => JSON.stringify({ ...good, interactionId, agentId: fiveMegabytes }),
  // the customer is named by what every object inherits, were it let
  prototype: (interactionId) => {
    const inherited = '{"customerId":"intruder","polluted":true}';
    const text = JSON.stringify({ ...nobodys, interactionId });
    return `{"__proto__":${inherited},"constructor":{"prototype":${inherited}},${text.slice(1)}`;
  },
};
