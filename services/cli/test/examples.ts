/** A customer's view with two parts, as a deployment answers it. */
export const customer17 = {
  customerId: '17',
  asOf: '2026-03-01T00:00:00.000Z',
  seq: 4,
  state: 'active',
  policy: 'v1',
  model: 'default',
  epoch: 2,
  cutoffsAt: '2026-02-28T23:00:00.000Z',
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
    expected: { pAlive: 0.93, purchases: 8.1, spend: '51.20', clv: '403.11', horizonDays: 364 },
    growth: { amount: '-4973.32', nextTier: null, by: null, toNextTier: null },
  },
  churn: null,
  satisfaction: null,
  qualification: null,
  stages: [],
};

/** The same customer, but falling silent and out of favour. */
export const leaving20 = {
  ...customer17,
  customerId: '20',
  churn: {
    risk: 81.32,
    band: 'critical',
    horizonDays: 90,
    pActive: 0.62,
    silence: { state: 'overdue', survival: 0.07, cycleDays: 28.2, silentDays: 61.4 },
    terms: [
      { name: 'base', logOdds: -0.489548, points: 38, causes: ['e-1'] },
      { name: 'satisfaction-class', logOdds: 1.5, points: 35.31, causes: ['r-4', 'r-3'] },
      { name: 'complaints', logOdds: 0.46, points: 8.01, causes: ['k-1'] },
      { name: 'effort', logOdds: 0, points: 0, causes: [] },
    ],
  },
  satisfaction: {
    class: 1,
    status: 'classified',
    evidence: 'strict',
    flags: [],
    months: [
      { month: '2025-11', mean: 4.5, n: 2 },
      { month: '2025-12', mean: 4, n: 1 },
      { month: '2026-01', mean: 3, n: 3 },
      { month: '2026-02', mean: 2, n: 1 },
    ],
    rater: 59.4,
    coverage: ['reliability', 'empathy'],
    latest: 2,
    causes: ['r-4', 'r-3'],
  },
  stages: [{ product: 'S-7', stage: 'comparison', probability: 0.61, recall: true, causes: ['s-1'] }],
};

/** Somebody who asked and has not bought. */
export const asking19 = {
  ...customer17,
  customerId: '19',
  state: 'prospect',
  value: null,
  qualification: {
    score: 61.25,
    parts: [
      { name: 'recency', raw: 3, points: 28, causes: ['c-1'] },
      { name: 'interest', raw: 1, points: 10, causes: ['s-1'] },
      { name: 'stage', raw: 0.7, points: 8.25, causes: ['s-1'] },
      { name: 'contacts', raw: 1, points: 5, causes: ['c-1'] },
      { name: 'channel', raw: 1, points: 10, causes: ['c-1'] },
    ],
  },
  stages: [{ product: 'S-1', stage: 'interest', probability: 0.7, recall: false, causes: ['s-1'] }],
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
  risk: 31.44,
  band: 'watch',
  class: 2,
  silence: 'on-time',
  qualification: null,
};

/** An event of the timeline. */
export function ordered(id: string, orderId: string, at: string, amounts: readonly number[]) {
  const lines = amounts.map((amountMinor) => ({ sku: 'S-1', quantity: 1, amountMinor }));
  return { id, type: 'OrderPlaced', at, recordedAt: at, data: { source: 'shop', orderId, currency: 'GBP', lines } };
}

/** An event about a contact, as the timeline tells it. */
export function contacted(id: string, type: string, at: string, data: object) {
  return { id, type, at, recordedAt: at, data: { source: 'crm', ...data } };
}
