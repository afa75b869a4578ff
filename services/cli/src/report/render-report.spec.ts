import fc from 'fast-check';
import { book, nothingAtRisk, read, summary, unbalanced } from '../../test/report-examples.js';
import { escapeText } from './html.js';
import { renderReport } from './render-report.js';
import type { ReportInput } from './report-input.js';

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
    bands: { low: 0, watch: 0, high: 0, critical: 0 },
    silence: { onTime: 0, overdue: 0, veryOverdue: 0 },
    classes: { 1: 0, 2: 0, 3: 0, 4: 0 },
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
  risk: nothingAtRisk,
};

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
    [
      'how much is at stake',
      '1,004 customers with a high or critical risk of leaving bought 20.0 % of the amount. 4 of them are in the top.',
    ],
    ['whom to call first', '1 15311 core 91.2 81.3 critical 60,767.90 49,404 Silent for 61 days'],
    ['also who is not ranked', '2 15749 – – 74.0 high −44.00 33 Complained.'],
    ['who has gone silent', '14156 top 61 days, usually 7.3 8.5 very overdue 117,380'],
    ['how many have', 'very overdue fewer than one in twenty 539 12.4 %'],
    ['who is no longer satisfied', '12971 – 1 Sep 5, Oct 4.3, Nov 2 Ratings fell.'],
    ['how many are not', '3 ratings fell lately 31'],
    ['prospects', 'p-1 61.3 22423, 84879 Called.'],
    ['what rules would tell', 'silence warning 1,339'],
    [
      'whom of',
      '12971 satisfaction serious 73.4 Ratings fell. Call, ask what went wrong and put it right. within 2 days',
    ],
    ['by when, in hours', 'Call today. within 8 hours'],
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

  it('draws tier by band, deeper where more was bought', () => {
    const drawn = page.slice(page.indexOf('stake-title'), page.indexOf('</svg>', page.indexOf('stake-title')));
    const depth = (band: string) =>
      Math.max(
        ...[...drawn.matchAll(new RegExp(`band-${band}"[^>]*opacity="([0-9.]+)"`, 'g'))].map(([, of]) => Number(of)),
      );
    expect(drawn.match(/class="cell"/g)).toHaveLength(12);
    expect(depth('low')).toBeGreaterThan(depth('high'));
    expect(depth('high')).toBeGreaterThan(depth('critical'));
    expect(depth('watch')).toBe(0);
    expect(drawn).toContain('Core, critical risk: 4 with 4.3\u00a0% of the amount.');
  });

  it('says nothing of risk where there is nothing to say', () => {
    const told = read(renderReport(empty));
    for (const title of ['at stake', 'call first', 'gone silent', 'no longer satisfied', 'Prospects', 'alert rules']) {
      expect(told).not.toContain(title);
    }
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
    const told = { customerId: hostile, tier: hostile, reason: hostile, rule: hostile, suggestedAction: hostile };
    const hostileRisk = {
      ...book.risk,
      callFirst: book.risk.callFirst.map((one) => ({ ...one, ...told })),
      silences: book.risk.silences.map((one) => ({ ...one, ...told })),
      classed: book.risk.classed.map((one) => ({ ...one, ...told, months: [{ month: hostile, mean: 1, n: 1 }] })),
      prospects: book.risk.prospects.map((one) => ({ ...one, ...told, products: [hostile] })),
      rules: book.risk.rules.map((one) => ({ ...one, rule: hostile, severity: hostile })),
      alerts: book.risk.alerts.map((one) => ({ ...one, ...told, severity: hostile })),
    };
    const page = renderReport({
      ...book,
      title: hostile,
      window: hostile,
      currency: hostile,
      topCustomers: [{ ...book.topCustomers[0]!, customerId: hostile, tier: hostile, abc: hostile, rfm: hostile }],
      oneOffs: [{ ...book.oneOffs[0]!, customerId: hostile, reason: hostile }],
      keyProducts: [{ ...book.keyProducts[0]!, sku: hostile, name: hostile }],
      risk: hostileRisk,
      summary: { ...summary, refused: { [hostile]: 1 }, states: { [hostile]: 1 } },
    });
    expect(page).not.toContain('<script');
    expect(page).toContain('&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;');
    expect(unbalanced(page)).toEqual([]);
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
