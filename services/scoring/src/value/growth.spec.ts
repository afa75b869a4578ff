import type { PopulationCutoffs } from '@vilfredo/events';
import { defaultPolicy } from '../policy/default-policy.js';
import { assessValue, nowhere } from './assess-value.js';
import { growthOf, nextTierOf } from './growth.js';
import { type Member, populationCutoffs } from './population-cutoffs.js';

describe('room to grow', () => {
  it.each([
    ['a window of a year', { clv: 403.11 }, 30_000, 400, 365, '103.93'],
    ['a window of 91 days, taken four times', { clv: 403.11 }, 10_000, 400, 91, '3.11'],
    ['everything, over two years', { clv: 100 }, 73_000, 730, 'all', '-264.00'],
    ['everything, of a customer of ten days: as if of a year', { clv: 100 }, 5_000, 10, 'all', '50.14'],
  ] as const)('given %s, is what is expected beyond what they brought', (_, expected, amount, days, window, room) => {
    expect(growthOf(expected, amount, days, window, 2)).toBe(room);
  });
});

describe('the way to the next tier', () => {
  /** Ten on the list, who bought for 10 to 100 euros on as many days, each on a day of their own. */
  const members = Array.from({ length: 10 }, (_, i) => memberWith(i + 1));
  const policy = {
    ...defaultPolicy,
    tiers: { ...defaultPolicy.tiers, share: 0.5, hysteresis: 0 },
    oneOff: { ...defaultPolicy.oneOff, leaveLargestOutShare: 1 },
  };
  const byAmount = { ...policy, tiers: { ...policy.tiers, secondPass: { by: 'amount' as const } } };
  const cutoffs = cutoffsUnder(policy);

  it('is, for who is in no tier, the points to the last one who is', () => {
    expect(wayOf(members[2]!)).toEqual({ nextTier: 'top', by: 'score', toNextTier: '30.00' });
    expect(assess(members[5]!).score! - assess(members[2]!).score!).toBe(30);
    expect([members[5]!, members[4]!].map((member) => assess(member).tier)).toEqual(['top', null]);
  });

  it('is, for the top, the points to the core', () => {
    expect(wayOf(members[6]!)).toEqual({ nextTier: 'core', by: 'score', toNextTier: '10.00' });
  });

  it('is, where the core is picked by amount, money', () => {
    const other = cutoffsUnder(byAmount);
    expect(nextTierOf(members[6]!, assess(members[6]!), byAmount, other, 2)).toEqual({
      nextTier: 'core',
      by: 'amount',
      toNextTier: '10.00',
    });
  });

  it('is none for the core, for who is not ranked, and for a one-off', () => {
    expect(wayOf(members[9]!)).toBeNull();
    expect(wayOf({ ...members[2]!, ranked: false })).toBeNull();
    expect(nextTierOf(members[2]!, { tier: null, oneOff: 'largest-day' }, policy, cutoffs, 2)).toBeNull();
  });

  it('is none where nobody is in that tier', () => {
    const empty: PopulationCutoffs = { ...cutoffs, top: { enter: null, stay: null } };
    expect(nextTierOf(members[2]!, assess(members[2]!), policy, empty, 2)).toBeNull();
  });

  function cutoffsUnder(rules: typeof defaultPolicy): PopulationCutoffs {
    return populationCutoffs({ buyers: members, active: members }, rules);
  }

  function assess(member: Member) {
    return assessValue(member, 'active', policy, cutoffs, nowhere);
  }

  function wayOf(member: Member) {
    return nextTierOf(member, assess(member), policy, cutoffs, 2);
  }
});

function memberWith(n: number): Member {
  return {
    id: `customer-${n}`,
    ranked: true,
    secondPass: 0,
    amount: n * 1_000,
    quantity: n * 1_000,
    orders: n + 3,
    purchaseDays: n + 3,
    largestDay: 100,
    singleProduct: n,
    latestDay: 20_000 + n,
    latestTime: (20_000 + n) * 86_400_000,
    cycleDays: 10,
  };
}
