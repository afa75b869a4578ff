import type { Written } from '@vilfredo/events';
import { orderCancelled, orderPlaced, orderReturned } from '@vilfredo/testing';
import { orderFacts } from '../../test/order-facts.js';
import { everything } from './customer-facts.js';
import { settleOrders } from './settle-orders.js';

/** What is left, oldest first: day, then sku, units and cents of each line with anything in it. */
function left(...events: Written[]) {
  const { orders, reached } = settleOrders(orderFacts(events));
  const inTime = [...orders].sort((a, b) => a.time - b.time);
  const lines = inTime.flatMap(({ time, lines }) =>
    lines
      .filter(({ quantity, amount }) => quantity !== 0 || amount !== 0)
      .map(({ sku, quantity, amount }) => [new Date(time).getUTCDate(), sku, quantity / 1_000, amount]),
  );
  return { lines, reached };
}
const nothing = Number.NEGATIVE_INFINITY;
const on = (day: number) => `2026-03-${String(day).padStart(2, '0')}T10:00:00Z`;

describe('what is left of orders', () => {
  it('is all of them while nothing comes back', () => {
    expect(left(orderPlaced({ at: on(1), quantity: 3, cents: 900 }))).toEqual({
      lines: [[1, 'sku-1', 3, 900]],
      reached: nothing,
    });
  });

  it('is nothing of an order that was cancelled, whichever was told first', () => {
    const order = orderPlaced({ orderId: 'o1', at: on(1) });
    const cancellation = orderCancelled({ orderId: 'o1', at: on(2) });
    expect(left(order, cancellation)).toEqual({ lines: [], reached: nothing });
    expect(left(cancellation, order)).toEqual({ lines: [], reached: nothing });
  });

  it('waits for the order that a cancellation names', () => {
    expect(left(orderCancelled({ orderId: 'o1', at: on(2) })).reached).toBe(everything);
  });

  it('is less on the day of the order that a return names, also when the return was told first', () => {
    const order = orderPlaced({ orderId: 'o1', at: on(1), quantity: 3, cents: 900 });
    const between = orderPlaced({ at: on(2), quantity: 1, cents: 300 });
    const back = orderReturned({ orderId: 'o1', at: on(5), quantity: 2, cents: 600 });
    const expected = {
      lines: [
        [1, 'sku-1', 1, 300],
        [2, 'sku-1', 1, 300],
      ],
      reached: nothing,
    };
    expect(left(order, between, back)).toEqual(expected);
    expect(left(back, between, order)).toEqual(expected);
  });

  it('is nothing of an order refunded in full', () => {
    const order = orderPlaced({ orderId: 'o1', at: on(1), quantity: 2, cents: 600 });
    expect(left(order, orderReturned({ orderId: 'o1', at: on(9), quantity: 2, cents: 600 })).lines).toEqual([]);
  });

  it('is taken from the latest earlier orders of the product when a return names none', () => {
    const back = orderReturned({ at: on(5), quantity: 3, cents: 900 });
    const orders = [1, 3, 7].map((day) => orderPlaced({ at: on(day), quantity: 2, cents: 600 }));
    expect(left(...orders, back).lines).toEqual([
      [1, 'sku-1', 1, 300],
      [7, 'sku-1', 2, 600],
    ]);
  });

  it('is taken also from an order of the same instant, and never from a later one', () => {
    const back = orderReturned({ at: on(1), quantity: 1, cents: 300 });
    expect(left(orderPlaced({ at: on(1), cents: 300 }), back).lines).toEqual([]);
    expect(left(orderPlaced({ at: on(2), cents: 300 }), back).lines).toHaveLength(2);
  });

  it('is taken likewise when the order named is not known, and waits for it', () => {
    const back = orderReturned({ orderId: 'elsewhere', at: on(5), quantity: 1, cents: 300 });
    const order = orderPlaced({ at: on(1), quantity: 2, cents: 600 });
    expect(left(order, back)).toEqual({ lines: [[1, 'sku-1', 1, 300]], reached: everything });
  });

  it('leaves the return on its own day where no order is found for it', () => {
    const back = orderReturned({ at: on(5), quantity: 1, cents: 300 });
    expect(left(back)).toEqual({ lines: [[5, 'sku-1', -1, -300]], reached: Date.parse(on(5)) });
    const another = orderPlaced({ at: on(1), sku: 'sku-2' });
    expect(left(another, back).lines).toContainEqual([5, 'sku-1', -1, -300]);
  });

  it('splits the money of a return over orders by units, and loses no cent', () => {
    const orders = [1, 2, 3].map((day) => orderPlaced({ at: on(day), quantity: 1, cents: 500 }));
    const { lines } = left(...orders, orderReturned({ at: on(4), quantity: 3, cents: 1_000 }));
    expect(lines.reduce((sum, line) => sum + Number(line[3]), 0)).toBe(500);
    expect(lines.every((line) => line[2] === 0)).toBe(true);
  });

  it('takes nothing twice out of one order', () => {
    const order = orderPlaced({ orderId: 'o1', at: on(1), quantity: 1, cents: 300 });
    const first = orderReturned({ orderId: 'o1', at: on(2), quantity: 1, cents: 300 });
    const second = orderReturned({ orderId: 'o1', at: on(3), quantity: 1, cents: 300 });
    expect(left(order, first, second).lines).toEqual([[3, 'sku-1', -1, -300]]);
  });

  it('forgets the return of an order that was cancelled', () => {
    const order = orderPlaced({ orderId: 'o1', at: on(1) });
    const other = orderPlaced({ at: on(2) });
    const back = orderReturned({ orderId: 'o1', at: on(3) });
    expect(left(order, other, back, orderCancelled({ orderId: 'o1', at: on(4) })).lines).toEqual([
      [2, 'sku-1', 1, 1_000],
    ]);
  });

  it('adds up lines of one product within an order', () => {
    const order = orderPlaced({
      at: on(1),
      lines: [
        { quantity: 0.1, cents: 5 },
        { quantity: 0.2, cents: 7 },
      ],
    });
    expect(left(order).lines).toEqual([[1, 'sku-1', 0.3, 12]]);
  });

  it('keeps apart equal order ids of different sources', () => {
    const order = orderPlaced({ orderId: '1', source: 'shop', at: on(1) });
    expect(left(order, orderCancelled({ orderId: '1', source: 'fair', at: on(2) })).lines).toHaveLength(1);
  });
});
