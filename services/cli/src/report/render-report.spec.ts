import fc from 'fast-check';
import { escapeText } from './html.js';
import { renderReport } from './render-report.js';
import type { ReportInput, ReportSummary } from './report-input.js';

const summary: ReportSummary = {
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
  refused: { creditNote: 8905, noCustomer: 135_080, someNewReason: 3 },
};

const book: ReportInput = {
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
};

const empty: ReportInput = {
  ...book,
  summary: {
    ...summary,
    events: 0,
    customers: 0,
    states: {},
    tiers: { top: 0, core: 0 },
    concentration: {
      criterion: 'amount',
      n: 0,
      top: 0,
      core: 0,
      topShare: 0,
      coreShare: 0,
      gini: 0,
      abc: { A: 0, B: 0, C: 0 },
    },
    guard: { flagged: 0 },
    keyForProductOutsideTop: 0,
    refused: {},
  },
  concentration: { points: [] },
  tiers: [
    { tier: 'core', customers: 0, amount: '0' },
    { tier: 'top', customers: 0, amount: '0' },
    { tier: 'other', customers: 0, amount: '0' },
  ],
  topCustomers: [],
  oneOffs: [],
  keyProducts: [],
};

function curvePoint(customers: number) {
  return { customers, amount: customers ** 0.2 };
}

/** The text a reader sees, with ordinary spaces. */
function read(page: string): string {
  const body = page.slice(page.indexOf('<body>'));
  return body.replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ');
}

/** Every tag that opens closes, in order; the ones that never close are known. */
function unbalanced(page: string): string[] {
  const open: string[] = [];
  const wrong: string[] = [];
  for (const [, closing, name = '', selfClosed] of page.matchAll(/<(\/?)([a-z][a-z0-9]*)\b[^>]*?(\/?)>/g)) {
    if (name === 'meta' || selfClosed === '/') continue;
    if (closing === '') open.push(name);
    else if (open.pop() !== name) wrong.push(name);
  }
  return [...wrong, ...open];
}

describe('the report', () => {
  const page = renderReport(book);

  it('says in one sentence how the amount is spread', () => {
    const sentence = '868 of 4,339 customers (20 %) bring 74.6 % of the amount; 174 of them bring 47.3 %.';
    expect(read(page)).toContain(sentence);
  });

  it.each([
    ['the amount of all', '8,911,408'],
    ['the tiers with their shares', 'Core the top 20 % of the top 20 % 174 4.0 % 4,216,891 47.3 %'],
    ['the classes', '1,132 customers (26 %) in class A bring the first 80 % of the amount, 1,469 in B'],
    ['the states', 'dormant quiet for longer than usual 980 22.6 %'],
    ['the most valuable customers', '14646 core 99.9 A 555 74 280,206.02 2011-12-08'],
    ['who is a one-off among them', '16446 one-off – – B 525 2 168,472.50 2011-12-09'],
    ['what the guard found', '62 customers among the first 868 by amount owe that place to a single order'],
    ['why', '12346 1 77,183.60 77,183.60 one order'],
    ['the key products', 'Cakestand 22423 881 177 36 – 142,593'],
    ['who matters for a product only', '677 customers outside the overall top'],
    ['what was left out', '143,988 lines were left out'],
    ['a reason in plain words', 'credit notes, left out as the mapping says 8,905'],
    ['a reason that it does not know', 'some new reason 3'],
    ['for which day', 'As of 10 December 2011 · all orders · amounts in GBP'],
    ['what made it, and when', 'Made by Vilfredo on 13 November 2026 from 18,532 events.'],
  ])('shows %s', (_, text) => {
    expect(read(page)).toContain(text);
  });

  it('lists the reasons for leaving lines out by their number', () => {
    expect(read(page).indexOf('135,080')).toBeLessThan(read(page).indexOf('8,905'));
  });

  it('draws the curve with the line of equality and both shares marked', () => {
    const curve = page.slice(page.indexOf('class="curve"'));
    const points = curve.slice(0, curve.indexOf('/>')).match(/[ML]/g) ?? [];
    expect(points.length).toBeGreaterThan(100);
    expect(points.length).toBeLessThan(170);
    expect(page).toContain('class="equal"');
    expect(page.match(/class="mark"/g)).toHaveLength(2);
  });

  it('keeps the steep beginning of the curve', () => {
    const [first, second, third] = page.match(/class="curve" d="([^"]*)"/)![1]!.split('L');
    expect(first).toMatch(/^M62\.0 /);
    expect(Number(third!.split(' ')[0]) - Number(second!.split(' ')[0])).toBeLessThan(0.5);
  });

  it('needs nothing else: no script, no address, no file', () => {
    expect(page).not.toMatch(/<script|http|<link|<img|@import|url\(/i);
  });

  it('is well formed and named for those who do not see it', () => {
    expect(page.startsWith('<!doctype html>\n<html lang="en">')).toBe(true);
    expect(unbalanced(page)).toEqual([]);
    expect(page).toContain('<title>What the customers are worth</title>');
    expect(page).toContain('<title id="curve-title">');
    const headers = page.match(/<th\b[^>]*>/g) ?? [];
    expect(headers.filter((header) => !/scope="(col|row)"/.test(header))).toEqual([]);
    for (const [, id] of page.matchAll(/aria-labelledby="([^" ]+)/g)) expect(page).toContain(`id="${id}"`);
  });

  it('takes nothing that it is told for markup', () => {
    const hostile = '<script>alert("1")</script>';
    const told = renderReport({
      ...book,
      title: hostile,
      window: hostile,
      currency: hostile,
      topCustomers: [{ ...book.topCustomers[0]!, customerId: hostile, tier: hostile, abc: hostile, rfm: hostile }],
      oneOffs: [{ ...book.oneOffs[0]!, customerId: hostile, reason: hostile }],
      keyProducts: [{ ...book.keyProducts[0]!, sku: hostile, name: hostile }],
      summary: { ...summary, refused: { [hostile]: 1 }, states: { [hostile]: 1 } },
    });
    expect(told).not.toContain('<script');
    expect(told).toContain('&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;');
    expect(unbalanced(told)).toEqual([]);
  });

  it('says so when nobody has bought anything', () => {
    const told = renderReport(empty);
    expect(read(told)).toContain('No customer has bought anything in this window yet.');
    expect(read(told)).toContain('Nothing: every line could be used.');
    expect(told).not.toMatch(/NaN|undefined|Infinity/);
    expect(unbalanced(told)).toEqual([]);
  });

  it('speaks of one customer in the singular', () => {
    const concentration = { ...summary.concentration, n: 1, top: 1, core: 1, topShare: 1, coreShare: 1 };
    const told = renderReport({ ...book, summary: { ...summary, concentration, guard: { flagged: 1 } } });
    expect(read(told)).toContain('The only customer brings the whole amount.');
    expect(read(told)).toContain('1 customer among the first 1 by amount owes that place');
  });

  it('is the same text for the same input', () => {
    expect(renderReport(book)).toBe(page);
  });
});

describe('escaping', () => {
  it('leaves no sign that could open a tag, an attribute or an entity, and no control character', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(escapeText(text)).not.toMatch(/[<>"']|&(?!amp;|lt;|gt;|quot;|#39;)|(?![\t\n\r])\p{Cc}/u);
      }),
    );
  });
});
