import type { Policy, Written } from '@vilfredo/events';
import { Calendar } from '@vilfredo/scoring-model';
import { examplePolicy, orderPlaced, orderReturned } from '@vilfredo/testing';
import { orderFacts } from '../../test/order-facts.js';
import { memberOf } from '../assess-customer/member.js';
import { foldOrders } from '../customer-facts/fold-orders.js';
import { OpenDays } from '../silence/open-days.js';
import { measure, windowStart } from './measures.js';

const utc = new Calendar('UTC');
const measured = (...events: Written[]) => measure(foldOrders(orderFacts(events), utc));
const on = (day: number, hour = 10) => `2026-03-${String(day).padStart(2, '0')}T${hour}:00:00Z`;

describe('what the window holds of a customer', () => {
  it('is amount, units, orders and purchase days, and the largest day with its orders together', () => {
    const orders = [
      orderPlaced({ at: on(1, 10), cents: 400 }),
      orderPlaced({ at: on(1, 18), cents: 500, quantity: 2 }),
      orderPlaced({ at: on(2), cents: 700 }),
    ];
    expect(measured(...orders)).toMatchObject({
      amount: 1_600,
      quantity: 4_000,
      orders: 3,
      purchaseDays: 2,
      largestDay: 900,
      latestDay: utc.dayOf(Date.parse(on(2))),
      latestTime: Date.parse(on(2)),
    });
  });

  it('counts the most orders of one product, not its units', () => {
    const cups = [1, 2, 3].map((day) => orderPlaced({ at: on(day), sku: 'cup' }));
    expect(measured(...cups, orderPlaced({ sku: 'plate', quantity: 99 })).singleProduct).toBe(3);
  });

  it('counts an order that came back in full for nothing', () => {
    const back = orderReturned({ orderId: 'o1', at: on(9), sku: 'cup', cents: 5_000 });
    const refunded = orderPlaced({ orderId: 'o1', at: on(1), sku: 'cup', cents: 5_000 });
    expect(measured(refunded, orderPlaced({ at: on(2), sku: 'cup', cents: 100 }), back)).toMatchObject({
      amount: 100,
      orders: 1,
      purchaseDays: 1,
      largestDay: 100,
      singleProduct: 1,
    });
  });

  it('takes a return of something never bought off the amount, and counts no purchase for it', () => {
    expect(measured(orderReturned({ cents: 300 }))).toMatchObject({
      amount: -300,
      orders: 0,
      purchaseDays: 0,
      largestDay: 0,
      latestTime: 0,
    });
  });
});

describe('the trailing window', () => {
  const policy = { ...examplePolicy, window: 30 };

  it('is so many days with today the last', () => {
    const today = utc.dayOf(Date.parse('2026-03-31T12:00:00Z'));
    expect(windowStart(policy, today, utc)).toBe(Date.parse('2026-03-02T00:00:00Z'));
    expect(windowStart({ ...policy, window: 'all' }, today, utc)).toBe(Number.NEGATIVE_INFINITY);
  });

  it('begins at the first instant of a day of the business, and not before', () => {
    const berlin = new Calendar('Europe/Berlin');
    const inside = orderPlaced({ at: '2026-03-01T23:00:00Z', cents: 1 });
    const outside = orderPlaced({ at: '2026-03-01T22:59:59.999Z', cents: 10 });
    const facts = foldOrders(orderFacts([inside, outside]), berlin);
    const asOf = Date.parse('2026-03-31T12:00:00Z');
    expect(memberOf('a', facts, asOf, inDays(policy, berlin)).member.amount).toBe(1);
  });

  it('still knows the latest purchase once the window is empty', () => {
    const facts = foldOrders(orderFacts([orderPlaced({ at: on(1) })]), utc);
    const { member } = memberOf('a', facts, Date.parse('2026-06-01T00:00:00Z'), inDays(policy, utc));
    expect(member).toMatchObject({ amount: 0, orders: 0, latestTime: Date.parse(on(1)), ranked: true });
  });
});

describe('what the second pass looks at', () => {
  const facts = () =>
    foldOrders(
      orderFacts([
        orderPlaced({ sku: 'cup', category: 'table', cents: 100 }),
        orderPlaced({ sku: 'cup', category: 'table', cents: 20 }),
        orderPlaced({ sku: 'plate', category: 'table', cents: 3 }),
        orderPlaced({ sku: 'lamp', category: 'light', cents: 5_000 }),
      ]),
      utc,
    );
  const secondPass = (by: 'product' | 'category' | 'amount', of?: string) => {
    const tiers = { ...examplePolicy.tiers, secondPass: of === undefined ? { by } : { by, of } };
    const asOf = Date.parse('2026-03-02T00:00:00Z');
    return memberOf('a', facts(), asOf, inDays({ ...examplePolicy, tiers }, utc)).member.secondPass;
  };

  it('is the amount of one product or of one category', () => {
    expect(secondPass('product', 'cup')).toBe(120);
    expect(secondPass('category', 'table')).toBe(123);
    expect(secondPass('product', 'nothing')).toBe(0);
  });
});

function inDays(policy: Policy, calendar: Calendar) {
  return { policy, calendar, open: new OpenDays(policy.closed, calendar) };
}
