import type { ReportInput, ReportSummary } from '../src/report/report-input.js';
import type { ReportRisk } from '../src/report/risk-input.js';

export const summary: ReportSummary = {
  asOf: '2011-12-10T00:00:00Z',
  events: 18_532,
  customers: 4339,
  prospects: 0,
  states: { new: 420, active: 2410, dormant: 980, lost: 529 },
  tiers: { top: 560, core: 112 },
  concentration: {
    criterion: 'amount',
    n: 4339,
    top: 868,
    core: 174,
    topShare: 0.7462,
    coreShare: 0.4732,
    gini: 0.7152,
    abc: { A: 1132, B: 1469, C: 1738 },
  },
  guard: { flagged: 62 },
  keyForProductOutsideTop: 677,
  bands: { low: 1800, watch: 900, high: 1000, critical: 639 },
  silence: { onTime: 3000, overdue: 800, veryOverdue: 539 },
  classes: { 1: 12, 2: 7, 3: 31, 4: 5 },
  refused: { creditNote: 8905, noCustomer: 135_080, someNewReason: 3 },
};

export const risk: ReportRisk = {
  stakes: [
    { tier: 'core', band: 'low', customers: 170, amount: '4000000.12' },
    { tier: 'core', band: 'critical', customers: 4, amount: '216891.00' },
    { tier: 'other', band: 'high', customers: 1000, amount: '783108.88' },
  ],
  callFirst: [
    {
      customerId: '15311',
      tier: 'core',
      score: 91.24,
      risk: 81.3,
      band: 'critical',
      amount: '60767.90',
      atStake: 49_404.3,
      reason: 'Silent for 61 days, usually buys every 28 days: overdue.',
    },
    {
      customerId: '15749',
      tier: null,
      score: null,
      risk: 74,
      band: 'high',
      amount: '-44.00',
      atStake: 32.6,
      reason: 'Complained.',
    },
  ],
  silences: [
    {
      customerId: '14156',
      tier: 'top',
      state: 'very-overdue',
      silentDays: 61.4,
      cycleDays: 7.25,
      amount: '117379.63',
    },
  ],
  classed: [
    {
      customerId: '12971',
      tier: null,
      class: 1,
      months: [
        { month: '2011-09', mean: 5, n: 1 },
        { month: '2011-10', mean: 4.33, n: 3 },
        { month: '2011-11', mean: 2, n: 1 },
      ],
      reason: 'Ratings fell.',
    },
  ],
  prospects: [{ customerId: 'p-1', qualification: 61.25, products: ['22423', '84879'], reason: 'Called.' }],
  rules: [
    { rule: 'satisfaction', severity: 'serious', customers: 55 },
    { rule: 'silence', severity: 'warning', customers: 1339 },
  ],
  alerts: [
    {
      customerId: '12971',
      rule: 'satisfaction',
      severity: 'serious',
      priority: 73.4,
      reason: 'Ratings fell.',
      suggestedAction: 'Call, ask what went wrong and put it right.',
      callWithinHours: 48,
    },
    {
      customerId: '13089',
      rule: 'complaint-of-top',
      severity: 'critical',
      priority: 70,
      reason: 'Complained.',
      suggestedAction: 'Call today.',
      callWithinHours: 8,
    },
  ],
};

export const nothingAtRisk: ReportRisk = {
  stakes: [],
  callFirst: [],
  silences: [],
  classed: [],
  prospects: [],
  rules: [],
  alerts: [],
};

export const book: ReportInput = {
  title: 'What the customers are worth',
  generatedAt: '2026-11-13T09:00:00Z',
  currency: 'GBP',
  window: 'all orders',
  summary,
  concentration: { points: Array.from({ length: 4339 }, (_, n) => curvePoint((n + 1) / 4339)) },
  tiers: [
    { tier: 'core', customers: 174, amount: '4216891.12' },
    { tier: 'top', customers: 694, amount: '2432547.00' },
    { tier: 'other', customers: 3471, amount: '2261969.78' },
  ],
  topCustomers: [
    {
      customerId: '14646',
      tier: 'core',
      score: 99.87,
      abc: 'A',
      rfm: '555',
      orders: 74,
      amount: '280206.02',
      latestPurchase: '2011-12-08',
      oneOff: false,
    },
    {
      customerId: '16446',
      tier: null,
      score: null,
      abc: 'B',
      rfm: '525',
      orders: 2,
      amount: '168472.50',
      latestPurchase: '2011-12-09',
      oneOff: true,
    },
  ],
  oneOffs: [{ customerId: '12346', orders: 1, amount: '77183.60', largestOrder: '77183.60', reason: 'one order' }],
  keyProducts: [{ sku: '22423', name: 'Cakestand', buyers: 881, key: 177, strong: 36, amount: '142592.95' }],
  risk,
};

function curvePoint(customers: number) {
  return { customers, amount: customers ** 0.2 };
}

/** The text a reader sees, with ordinary spaces. */
export function read(page: string): string {
  const body = page.slice(page.indexOf('<body>'));
  return body.replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ');
}

/** Every tag that opens closes, in order; the ones that never close are known. */
export function unbalanced(page: string): string[] {
  const open: string[] = [];
  const wrong: string[] = [];
  for (const [, closing, name = '', selfClosed] of page.matchAll(/<(\/?)([a-z][a-z0-9]*)\b[^>]*?(\/?)>/g)) {
    if (name === 'meta' || selfClosed === '/') continue;
    if (closing === '') open.push(name);
    else if (open.pop() !== name) wrong.push(name);
  }
  return [...wrong, ...open];
}
