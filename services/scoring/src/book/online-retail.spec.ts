import { Calendar, concentrationOf, giniOf, oneOffReason } from '@vilfredo/scoring-model';
import { examplePolicy } from '@vilfredo/testing';
import { onlineRetail } from '../../test/online-retail.js';
import { populationOf } from '../../test/population-of.js';
import { OpenDays } from '../silence/open-days.js';
import { bookCutoffs, type Member, oneOffCuts, spendingOf } from '../value/population-cutoffs.js';
import { summarise } from './book-summary.js';
import type { Population } from './population.js';

const dir = process.env.VILFREDO_TEST_DATA;
const onRealData = dir ? it : it.skip;
const why = dir ? '' : ' (skipped: VILFREDO_TEST_DATA names no folder)';

const policy = { ...examplePolicy, window: 'all' as const, timeZone: 'Europe/London' };
const calendar = new Calendar(policy.timeZone);
const asOf = Date.parse('2011-12-10T00:00:00Z');
let books: { gross: Population; net: Population };

beforeAll(async () => {
  if (dir === undefined) return;
  const read = async (gross: boolean) =>
    populationOf(await onlineRetail(dir, { gross }), asOf, {
      policy,
      calendar,
      open: new OpenDays(policy.closed, calendar),
    });
  books = { gross: await read(true), net: await read(false) };
}, 60_000);

/** The first 868 by a measure, ties by customer id ascending. */
function first868(measureOf: (member: Member) => number): Set<string> {
  const ranked = [...books.gross.buyers].sort((a, b) => measureOf(b) - measureOf(a) || (a.id < b.id ? -1 : 1));
  return new Set(ranked.slice(0, 868).map(({ id }) => id));
}

// The expected figures were computed independently of this code, in another language, from the same public file.
describe(`the UCI Online Retail book, gross${why}`, () => {
  onRealData('has 4,339 customers, of whom 868 bring .7462 and 174 bring .4732, and a Gini of .7152', () => {
    expect(summarise(books.gross, policy).concentration).toEqual({
      criterion: 'amount',
      n: 4_339,
      top: 868,
      core: 174,
      topShare: 0.7462,
      coreShare: 0.4732,
      gini: 0.7152,
      abc: { A: 1_132, B: 1_469, C: 1_738 },
    });
  });

  onRealData('flags 62 of the 868 as one-offs: 56 by their largest day, 31 by the rest, 25 by both', () => {
    expect(summarise(books.gross, policy).guard.flagged).toBe(62);
    const cuts = oneOffCuts(bookCutoffs(books.gross.buyers, policy));
    const byAmount = first868(({ amount }) => amount);
    const top = books.gross.buyers.filter(({ id }) => byAmount.has(id));
    const flagged = (rule: typeof policy.oneOff) =>
      top.filter((member) => oneOffReason(rule, cuts, spendingOf(member)) !== null).length;
    expect(flagged(policy.oneOff)).toBe(62);
    expect(flagged({ ...policy.oneOff, fewerDaysThan: 0 })).toBe(31);
    expect(top.filter((m) => m.largestDay >= 0.5 * m.amount && m.purchaseDays < 3)).toHaveLength(56);
  });

  onRealData('flags these nine of the first 174', () => {
    const cuts = oneOffCuts(bookCutoffs(books.gross.buyers, policy));
    const first = [...books.gross.buyers].sort((a, b) => b.amount - a.amount).slice(0, 174);
    const flagged = first.filter((member) => oneOffReason(policy.oneOff, cuts, spendingOf(member)) !== null);
    expect(flagged.map(({ id }) => Number(id))).toEqual([
      16446, 12346, 15749, 15098, 12536, 16000, 12590, 18139, 12435,
    ]);
  });

  onRealData('has 677 customers outside the 868 who are strong for a product with 50 buyers or more', () => {
    expect(summarise(books.gross, policy).keyForProductOutsideTop).toBe(677);
  });

  // Counted by orders of a product. Counted by lines of invoices the single product gives 590, 430, 566 and 1,583 instead.
  onRealData('has tops by the four criteria that overlap as they do', () => {
    const tops = {
      recency: first868(({ latestDay }) => latestDay),
      quantity: first868(({ quantity }) => quantity),
      single: first868(({ singleProduct }) => singleProduct),
      amount: first868(({ amount }) => amount),
    };
    const overlap = (...sets: Set<string>[]) => [...sets[0]!].filter((id) => sets.every((set) => set.has(id))).length;
    const { recency, quantity, single, amount } = tops;
    expect({
      'recency&amount': overlap(recency, amount),
      'quantity&amount': overlap(quantity, amount),
      'single&amount': overlap(single, amount),
      'recency&quantity': overlap(recency, quantity),
      'recency&single': overlap(recency, single),
      'quantity&single': overlap(quantity, single),
      allFour: overlap(recency, quantity, single, amount),
      anyOfFour: new Set([...recency, ...quantity, ...single, ...amount]).size,
    }).toEqual({
      'recency&amount': 396,
      'quantity&amount': 730,
      'single&amount': 600,
      'recency&quantity': 390,
      'recency&single': 424,
      'quantity&single': 574,
      allFour: 295,
      anyOfFour: 1_578,
    });
  });
});

describe(`the UCI Online Retail book, net of credit notes${why}`, () => {
  onRealData('has 4,372 customers, of whom the first fifth brings .7385, 55 bring nothing or less', () => {
    const amounts = books.net.buyers.map(({ amount }) => amount).sort((a, b) => b - a);
    const { n, topShare } = concentrationOf(amounts, policy.tiers);
    expect({ n, topShare: Math.round(topShare * 1e4) / 1e4 }).toEqual({ n: 4_372, topShare: 0.7385 });
    expect(Math.round(giniOf(amounts) * 1e4) / 1e4).toBe(0.7066);
    // In binary fractions five of them keep a remainder below a millionth of a penny.
    expect(amounts.filter((amount) => amount <= 0)).toHaveLength(55);
    expect(amounts[Math.ceil(0.2 * n) - 1]).toBe(200_240);
  });

  onRealData('has nothing left of the two huge orders that came back, and keeps the one genuine one', () => {
    const amountOf = (id: string) => books.net.buyers.find((member) => member.id === id)?.amount;
    expect(amountOf('12346')).toBe(0);
    expect(amountOf('16446')).toBe(290);
    expect(books.gross.buyers.find(({ id }) => id === '14646')).toMatchObject({ amount: 28_020_602, orders: 74 });
  });
});
