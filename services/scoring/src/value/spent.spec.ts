import { Calendar } from '@vilfredo/scoring-model';
import { orderPlaced } from '@vilfredo/testing';
import { orderFacts } from '../../test/order-facts.js';
import { memberOf } from '../assess-customer/member.js';
import { foldOrders } from '../customer-facts/fold-orders.js';
import { defaultPolicy } from '../policy/default-policy.js';
import { readPolicy } from '../policy/read-policy.js';
import { OpenDays } from '../silence/open-days.js';
import { expectedSpendOf, spentOf } from './spent.js';

const calendar = new Calendar('UTC');
const policy = { ...defaultPolicy, currency: 'EUR' };
const open = new OpenDays(policy.closed, calendar);

/** Somebody who spent 1,000.00 every 180 days, the last time on 20 March 2025. */
function everyHalfYear(asOf: string) {
  const days = [900, 720, 540, 360, 180, 0].map((before) => Date.parse('2025-03-20T10:00:00Z') - before * 86_400_000);
  const orders = days.map((at) => orderPlaced({ at: new Date(at).toISOString(), cents: 100_000 }));
  const facts = foldOrders(orderFacts(orders), calendar);
  return { facts, ...memberOf('a', facts, Date.parse(asOf), { policy, calendar, open }) };
}

describe('what a customer spent', () => {
  it('is, per purchase day, that of the window, as often as they bought in it', () => {
    const { facts, member } = everyHalfYear('2025-03-21T00:00:00Z');
    expect(spentOf(facts, member, policy)).toEqual({ purchases: 3, mean: 1_000 });
  });

  it('is the latest purchase where the window is empty', () => {
    const { facts, member } = everyHalfYear('2026-03-25T00:00:00Z');
    expect(member.purchaseDays).toBe(0);
    expect(spentOf(facts, member, policy)).toEqual({ purchases: 1, mean: 1_000 });
    expect(expectedSpendOf(facts, member, policy)).toBeCloseTo((6.25 * (15.44 + 1_000)) / (6.25 + 2.74), 9);
  });

  it('is nothing of who never bought, of whom what everybody spends is expected', () => {
    const facts = foldOrders(orderFacts([]), calendar);
    expect(spentOf(facts, { amount: 0, purchaseDays: 0 }, policy)).toEqual({ purchases: 0, mean: 0 });
    expect(expectedSpendOf(facts, { amount: 0, purchaseDays: 0 }, policy)).toBeCloseTo(35.22, 2);
  });
});

describe('the active list', () => {
  it('keeps who is likelier a customer than not, though silent for longer than a year', () => {
    // P(alive) of six purchase days 180 days apart after 370 days is .544.
    expect(everyHalfYear('2026-03-25T00:00:00Z').activity.state).toBe('active');
    const recency = { ...policy, activeList: { ...policy.activeList, rule: 'recency' as const } };
    const { facts } = everyHalfYear('2026-03-25T00:00:00Z');
    const era = { policy: recency, calendar, open };
    expect(memberOf('a', facts, Date.parse('2026-03-25T00:00:00Z'), era).activity.state).toBe('dormant');
  });

  it('does not where the rules say null', () => {
    const rules = readPolicy({ activeList: { aliveAtLeast: null } });
    const { facts } = everyHalfYear('2026-03-25T00:00:00Z');
    const era = { policy: rules, calendar, open };
    expect(memberOf('a', facts, Date.parse('2026-03-25T00:00:00Z'), era).activity.state).toBe('dormant');
  });
});
