import type { Policy } from '@vilfredo/events';
import { examplePolicy } from '@vilfredo/testing';
import fc from 'fast-check';
import { aMember, members } from '../../test/example-members.js';
import { assessValue, nowhere, type Standing } from './assess-value.js';
import { type Member, populationCutoffs } from './population-cutoffs.js';

const tiered = (tiers: Partial<Policy['tiers']>): Policy => ({
  ...examplePolicy,
  tiers: { ...examplePolicy.tiers, ...tiers },
});
const bought = (book: readonly Member[]) => ({ buyers: book, active: book.filter(({ ranked }) => ranked) });

/** Assesses everybody against cut-offs taken of themselves. */
function assessed(book: readonly Member[], policy = examplePolicy, was: Standing = nowhere) {
  const cutoffs = populationCutoffs(bought(book), policy);
  return new Map(book.map((member) => [member.id, assessValue(member, 'active', policy, cutoffs, was)]));
}
const inTier = (of: ReturnType<typeof assessed>, tier: 'top' | 'core') =>
  [...of].filter(([, each]) => each.tier === 'core' || each.tier === tier).map(([id]) => id);

/** Twenty-five customers, the later the better in everything. */
const ladder = members(25, (n) => ({
  amount: 100_000 + n * 1_000,
  quantity: n,
  singleProduct: n,
  latestDay: 20_000 + n,
  latestTime: n,
}));

describe('the tiers', () => {
  it('are the first fifth of the active and the first fifth of that', () => {
    const standings = assessed(ladder);
    expect(inTier(standings, 'top')).toEqual(['m21', 'm22', 'm23', 'm24', 'm25']);
    expect([...standings].filter(([, { tier }]) => tier === 'core').map(([id]) => id)).toEqual(['m25']);
  });

  it('are decided by composite, then latest purchase, then customer id ascending', () => {
    const equal = members(10, () => ({}));
    expect(inTier(assessed(equal), 'top')).toEqual(['m01', 'm02']);
    const later = equal.map((member) =>
      member.id === 'm07' ? { ...member, latestTime: member.latestTime + 1 } : member,
    );
    expect(inTier(assessed(later), 'top')).toEqual(['m01', 'm07']);
  });

  it('leave out who is not on the active list', () => {
    const book = ladder.map((member) => (member.id === 'm25' ? { ...member, ranked: false } : member));
    const standings = assessed(book);
    expect(standings.get('m25')).toMatchObject({ score: null, parts: [], tier: null, rfm: null });
    expect(inTier(standings, 'top')).toEqual(['m20', 'm21', 'm22', 'm23', 'm24']);
  });

  it('leave out one-offs, whose place goes to the next', () => {
    const book = ladder.map((member) =>
      member.id === 'm25' ? { ...member, largestDay: member.amount, purchaseDays: 1 } : member,
    );
    const standings = assessed(book);
    expect(standings.get('m25')).toMatchObject({ tier: null, oneOff: 'largest-day', score: 100 });
    expect(inTier(standings, 'top')).toEqual(['m20', 'm21', 'm22', 'm23', 'm24']);
  });

  it.each(['quantity', 'product'] as const)('pick the core out of the top by %s where the policy says so', (by) => {
    const secondPass = by === 'product' ? { by, of: 'cup' } : { by };
    const book = ladder.map((member) =>
      member.id === 'm22' ? { ...member, quantity: 24.5, secondPass: 7 } : { ...member, quantity: 1 },
    );
    const core = [...assessed(book, tiered({ secondPass }))].filter(([, { tier }]) => tier === 'core');
    expect(core.map(([id]) => id)).toEqual(['m22']);
  });

  it('keep who was in as long as one percentile of hysteresis says, and let nobody else in', () => {
    const book = members(100, (n) => ({
      latestDay: 20_000 + n,
      latestTime: n,
      amount: 100_000 + n,
      quantity: n,
      singleProduct: n,
    }));
    const policy = tiered({ hysteresis: 0.01 });
    const was = assessed(book, policy, { tier: 'top', abc: null });
    expect(inTier(assessed(book, policy), 'top')).toHaveLength(20);
    expect(inTier(was, 'top')).toHaveLength(21);
    expect(inTier(was, 'top')).toContain('m80');
  });
});

describe('the classes A, B and C', () => {
  const cents = [5_000, 3_000, 1_000, 500, 500];
  const book = members(5, (n) => ({ amount: cents[n - 1]!, largestDay: 10 }));

  it('go by cumulative amount', () => {
    expect([...assessed(book).values()].map(({ abc }) => abc)).toEqual(['A', 'A', 'B', 'B', 'C']);
  });

  it('put a one-off no higher than B', () => {
    const flagged = book.map((member) =>
      member.id === 'm01' ? { ...member, largestDay: 5_000, purchaseDays: 1 } : member,
    );
    expect(assessed(flagged).get('m01')).toMatchObject({ abc: 'B', oneOff: 'largest-day' });
  });

  it('keep who was in A within the hysteresis, in B likewise', () => {
    const policy = tiered({ hysteresis: 0.1 });
    expect(assessed(book, policy, { tier: null, abc: 'A' }).get('m03')?.abc).toBe('A');
    expect(assessed(book, policy).get('m03')?.abc).toBe('B');
    expect(assessed(book, policy, { tier: null, abc: 'B' }).get('m05')?.abc).toBe('B');
  });

  it('have C for who bought and brought nothing, and nothing for who has no order', () => {
    const broke = [...book, aMember('zero', { amount: 0, largestDay: 0 }), aMember('none', { amount: -5, orders: 0 })];
    expect(assessed(broke).get('zero')?.abc).toBe('C');
    expect(assessed(broke).get('none')?.abc).toBeNull();
  });

  it('count also who is no longer active', () => {
    const left = book.map((member) => ({ ...member, ranked: member.id !== 'm01' }));
    expect(assessed(left).get('m01')?.abc).toBe('A');
  });
});

describe('the digits of recency, frequency and amount', () => {
  it('are quintiles among the active, 5 the best', () => {
    const book = members(10, (n) => ({ latestDay: 20_000 + n, orders: 11 - n, amount: 1_000 }));
    const digits = assessed(book);
    expect(['m01', 'm02', 'm03', 'm10'].map((id) => digits.get(id)?.rfm)).toEqual(['155', '155', '245', '515']);
  });
});

describe('the value score', () => {
  it('is 100 for the best of the active and falls with the rank', () => {
    const scores = [...assessed(ladder).values()].map(({ score }) => score);
    expect(scores.at(-1)).toBe(100);
    expect(scores[0]).toBe(4);
    expect([...scores].sort((a, b) => a! - b!)).toEqual(scores);
  });

  it('has parts that add up to it exactly, whatever the population and the weights', () => {
    const measures = fc.record({
      amount: fc.nat(9_999),
      quantity: fc.nat(99),
      singleProduct: fc.nat(5),
      latestDay: fc.nat(400),
    });
    const weights = fc.tuple(fc.integer({ min: 1, max: 100 }), fc.integer({ min: 1, max: 100 }));
    fc.assert(
      fc.property(fc.array(measures, { minLength: 1, maxLength: 40 }), weights, (raw, [recency, amount]) => {
        const criteria = [{ name: 'recency', weight: recency } as const, { name: 'amount', weight: amount } as const];
        const book = raw.map((given, i) => aMember(`m${i}`, given));
        for (const { score, parts } of assessed(book, { ...examplePolicy, criteria }).values()) {
          expect(parts.reduce((sum, { points }) => sum + Math.round(points * 100), 0)).toBe(Math.round(score! * 100));
          expect(parts.map(({ name }) => name)).toEqual(['recency', 'amount', 'standing']);
        }
      }),
    );
  });
});
