/** A customer's view with two parts, as a deployment answers it. */
export const customer17 = {
  customerId: '17',
  asOf: '2026-03-01T00:00:00.000Z',
  seq: 4,
  state: 'active',
  policy: 'v1',
  model: 'default',
  epoch: 2,
  value: {
    score: 87.31,
    tier: 'core',
    abc: 'A',
    rfm: '555',
    firstPurchase: '2025-01-02',
    latestPurchase: '2026-02-26',
    purchaseDays: 12,
    ordersInWindow: 34,
    quantityInWindow: 120,
    amountInWindow: '5391.21',
    lastAmount: '51.20',
    criteria: [
      { name: 'recency', raw: 3, percentile: 0.91, weight: 0.4, points: 36.4, causes: ['e-1'] },
      { name: 'amount', raw: 5391.21, percentile: 0.85, weight: 0.6, points: 51, causes: ['e-2', 'e-1', 'e-3'] },
      { name: 'standing', raw: 0.87, percentile: 0.8731, weight: 0, points: -0.09, causes: ['e-1'] },
    ],
    oneOff: { flagged: false, reason: null },
    keyProducts: [{ sku: 'S-1', rank: 2, of: 120, band: 'strong' }],
  },
  churn: null,
  satisfaction: null,
  qualification: null,
  stages: [],
};

export const prospect18 = { ...customer17, customerId: '18', state: 'prospect', value: null };

export const row17 = {
  customerId: '17',
  value: 87.31,
  tier: 'core',
  abc: 'A',
  rfm: '555',
  state: 'active',
  ordersInWindow: 34,
  amountInWindow: '5391.21',
  latestPurchase: '2026-02-26',
  oneOff: false,
};

/** An event of the timeline. */
export function ordered(id: string, orderId: string, at: string, amounts: readonly number[]) {
  const lines = amounts.map((amountMinor) => ({ sku: 'S-1', quantity: 1, amountMinor }));
  return { id, type: 'OrderPlaced', at, recordedAt: at, data: { source: 'shop', orderId, currency: 'GBP', lines } };
}
