import type { Written } from '@vilfredo/events';
import { Calendar } from '@vilfredo/scoring-model';
import { orderPlaced, orderReturned } from '@vilfredo/testing';
import { orderFacts } from '../../test/order-facts.js';
import { factsToJson } from './facts-text.js';
import { foldOrders } from './fold-orders.js';
import { leaveWindow } from './leave-window.js';

const calendar = new Calendar('Europe/Berlin');
const fold = (...events: Written[]) => foldOrders(orderFacts(events), calendar);

describe('what is known of a customer', () => {
  it('is every purchase day once, in the days of the policy, orders of one day together', () => {
    const facts = fold(
      orderPlaced({ at: '2026-03-02T23:30:00Z' }),
      orderPlaced({ at: '2026-03-01T22:59:00Z' }),
      orderPlaced({ at: '2026-03-01T23:00:00Z' }),
    );
    expect(facts.days.map((day) => calendar.dateOf(day))).toEqual(['2026-03-01', '2026-03-02', '2026-03-03']);
  });

  it('has no purchase day of an order refunded in full, and its latest purchase is the one before', () => {
    const kept = orderPlaced({ at: '2026-03-01T10:00:00Z', cents: 700 });
    const refunded = orderPlaced({ orderId: 'o2', at: '2026-03-05T10:00:00Z', cents: 900 });
    const facts = fold(kept, refunded, orderReturned({ orderId: 'o2', at: '2026-03-09T10:00:00Z', cents: 900 }));
    expect(facts.days.map((day) => calendar.dateOf(day))).toEqual(['2026-03-01']);
    expect(facts.latest).toEqual({ time: Date.parse(kept.time), amount: 700, event: kept.id });
    expect(facts.lifetime).toEqual({ amount: 700, quantity: 1_000 });
  });

  it('keeps the money that stays behind after a refund of less than the price', () => {
    const order = orderPlaced({ orderId: 'o1', cents: 1_000 });
    const facts = fold(order, orderReturned({ orderId: 'o1', at: '2026-03-09T10:00:00Z', cents: 900 }));
    expect(facts.lifetime.amount).toBe(100);
    expect(facts.days).toEqual([]);
  });

  it('has as its latest the larger event id where two orders share an instant', () => {
    const [a, b] = [orderPlaced(), orderPlaced()];
    expect(fold(a, b).latest?.event).toBe([a.id, b.id].sort().at(-1));
    expect(fold(b, a).latest).toEqual(fold(a, b).latest);
  });

  it('counts a price of nothing as a purchase', () => {
    const facts = fold(orderPlaced({ cents: 0 }));
    expect(facts.days).toHaveLength(1);
    expect(facts.lifetime).toEqual({ amount: 0, quantity: 1_000 });
  });

  it('adds up thousandths of units exactly', () => {
    const tenths = Array.from({ length: 10 }, () => orderPlaced({ quantity: 0.1 }));
    expect(fold(...tenths).lifetime.quantity).toBe(1_000);
  });

  it('knows a product by the category that was said last, however the window moves', () => {
    const before = orderPlaced({ sku: 'cup', category: 'zinc', at: '2025-01-01T10:00:00Z' });
    const after = orderPlaced({ sku: 'cup', category: 'china', at: '2026-01-01T10:00:00Z' });
    expect(fold(before, after).products.get('cup')?.category).toBe('china');
    expect(fold(after, before).products.get('cup')?.category).toBe('china');
  });
});

describe('a day with several orders', () => {
  const morning = orderPlaced({ at: '2026-03-01T08:00:00Z', sku: 'cup', cents: 300 });
  const noon = orderPlaced({ at: '2026-03-01T12:00:00Z', sku: 'cup', cents: 500 });
  const evening = orderPlaced({ at: '2026-03-01T19:00:00Z', sku: 'plate', cents: 200 });
  const time = (event: Written) => Date.parse(event.time);
  const day = calendar.dayOf(time(noon));

  it('is kept as one, for which its latest order stands', () => {
    const { buckets, bucketEvents } = fold(noon, evening, morning);
    expect(buckets).toEqual([time(evening), day, 3, 1_000, 3_000]);
    expect(bucketEvents).toEqual([evening.id]);
  });

  it('is kept of a product as one, for which the latest order with that product stands', () => {
    const { products } = fold(noon, evening, morning);
    expect(products.get('cup')).toMatchObject({ buckets: [time(noon), day, 2, 800, 2_000], bucketEvents: [noon.id] });
    expect(products.get('plate')).toMatchObject({
      buckets: [time(evening), day, 1, 200, 1_000],
      bucketEvents: [evening.id],
    });
  });

  it('counts no order of which nothing is left', () => {
    const refunded = orderPlaced({ orderId: 'o1', at: '2026-03-01T10:00:00Z', cents: 700 });
    const facts = fold(noon, refunded, orderReturned({ orderId: 'o1', at: '2026-03-09T10:00:00Z', cents: 700 }));
    expect(facts.buckets).toEqual([time(noon), day, 1, 500, 1_000]);
  });

  it('takes the room of one, however many there are', () => {
    const many = Array.from({ length: 500 }, (_, i) => orderPlaced({ at: new Date(time(noon) + i).toISOString() }));
    const room = (facts: ReturnType<typeof fold>) => JSON.stringify(factsToJson(facts)).length;
    expect(room(fold(...many))).toBeLessThan(room(fold(noon, morning)) + 40);
  });
});

describe('letting go of what has left the window', () => {
  const march = (day: number) => calendar.startOf(calendar.dayOf(Date.parse('2026-03-01T10:00:00Z')) + day - 1);
  const facts = () =>
    fold(
      orderPlaced({ at: '2026-03-01T10:00:00Z', sku: 'cup' }),
      orderPlaced({ at: '2026-03-02T10:00:00Z', sku: 'cup' }),
      orderPlaced({ at: '2026-03-01T10:00:00Z', sku: 'plate' }),
    );

  it('takes the days before it, with their products', () => {
    const held = facts();
    leaveWindow(held, march(2));
    expect(held.bucketEvents).toHaveLength(1);
    expect([...held.products.keys()]).toEqual(['cup']);
    expect(held.products.get('cup')?.bucketEvents).toHaveLength(1);
  });

  it('leaves its first day', () => {
    const held = facts();
    const before = structuredClone(held);
    leaveWindow(held, march(1));
    expect(held).toEqual(before);
  });

  it('never takes purchase days, the latest purchase or the lifetime', () => {
    const held = facts();
    leaveWindow(held, Date.parse('2030-01-01'));
    expect(held.buckets).toEqual([]);
    expect(held.days).toHaveLength(2);
    expect(held.latest?.time).toBe(Date.parse('2026-03-02T10:00:00Z'));
    expect(held.lifetime.amount).toBe(3_000);
  });
});
