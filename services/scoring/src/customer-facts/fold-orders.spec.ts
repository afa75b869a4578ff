import { Calendar } from '@vilfredo/scoring-model';
import { orderCancelled, orderPlaced, orderReturned } from '@vilfredo/testing';
import { orderFacts } from '../../test/order-facts.js';
import type { CustomerFacts } from './customer-facts.js';
import { canAdd, foldOrders } from './fold-orders.js';

const calendar = new Calendar('UTC');
const on = (day: number) => `2026-03-${String(day).padStart(2, '0')}T10:00:00Z`;
const known = [orderPlaced({ orderId: 'o1', at: on(1) }), orderPlaced({ orderId: 'o9', at: on(9) })];
const mayCome = (facts: CustomerFacts, day: number) =>
  canAdd(facts, orderFacts([orderPlaced({ orderId: 'late', at: on(day) })])[0]!);
const after = (...more: Parameters<typeof orderFacts>[0]) => foldOrders(orderFacts([...known, ...more]), calendar);

describe('an order that comes late', () => {
  it('given nothing came back, then it is added wherever it belongs', () => {
    expect(mayCome(after(), 1)).toBe(true);
  });

  it('given what came back names its order, then it is added before that, too', () => {
    const facts = after(orderReturned({ orderId: 'o9', at: on(12) }), orderCancelled({ orderId: 'o1', at: on(13) }));
    expect(mayCome(facts, 5)).toBe(true);
  });

  it('given what came back names no order, then it is added after that only: it might have been the one', () => {
    const facts = after(orderReturned({ at: on(12) }), orderReturned({ at: on(10) }));
    expect([11, 12, 13].map((day) => mayCome(facts, day))).toEqual([false, false, true]);
  });

  it('given an order is named that nobody knows, then none is added: it might be the one', () => {
    expect(mayCome(after(orderReturned({ orderId: 'elsewhere', at: on(12) })), 20)).toBe(false);
    expect(mayCome(after(orderCancelled({ orderId: 'elsewhere', at: on(12) })), 20)).toBe(false);
  });
});
