import type { IntakeOrder } from '@vilfredo/order-ingestion';

const good = {
  kind: 'order',
  source: 'careless-shop',
  customerId: 'nobody',
  at: '2026-01-05T10:00:00Z',
  currency: 'EUR',
  lines: [{ sku: 'a', quantity: 1, unitPrice: '5.00' }],
} as const satisfies Omit<IntakeOrder & { kind: 'order' }, 'orderId'>;

const { customerId: _, ...nobodys } = good;

/** Eight ways in which a record cannot be used, each as the line of NDJSON that a careless system sends. */
export const badRecords: Readonly<Record<string, (orderId: string) => string>> = {
  brokenJson: (orderId) => JSON.stringify({ ...good, orderId }).slice(0, -7),
  noCustomer: (orderId) => JSON.stringify({ ...nobodys, orderId }),
  zeroQuantity: (orderId) => JSON.stringify({ ...good, orderId, lines: [{ ...good.lines[0], quantity: 0 }] }),
  future: (orderId) => JSON.stringify({ ...good, orderId, at: '2999-01-01T00:00:00Z' }),
  unknownKind: (orderId) => JSON.stringify({ ...good, orderId, kind: 'gift' }),
  wrongTypes: (orderId) => JSON.stringify({ ...good, orderId, currency: 7, lines: { sku: 'a' } }),
  fiveMegabytes: (orderId) => JSON.stringify({ ...good, orderId, lines: [{ ...good.lines[0], name: fiveMegabytes }] }),
  // the customer is named by what every object inherits, were it let
  prototype: (orderId) => {
    const inherited = '{"customerId":"intruder","polluted":true}';
    const text = JSON.stringify({ ...nobodys, orderId });
    return `{"__proto__":${inherited},"constructor":{"prototype":${inherited}},${text.slice(1)}`;
  },
};

export const fiveMegabytes = 'x'.repeat(5_000_000);
