import type { Written } from '@vilfredo/events';
import { orderCancelled, orderPlaced, orderReturned } from '@vilfredo/testing';
import fc from 'fast-check';

const day = 86_400_000;
const epoch = Date.parse('2025-01-01T00:00:00Z');

const line = fc.record({
  sku: fc.constantFrom('cup', 'plate', 'bowl'),
  category: fc.constantFrom('kitchen', 'table', ''),
  quantity: fc.oneof(
    fc.integer({ min: 1, max: 9 }),
    fc.integer({ min: 1, max: 9_999 }).map((n) => n / 1_000),
  ),
  cents: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 20_000 })),
});

/** Few different times, so that days and even instants are shared; the order named may be unknown, or come later. */
const fact = fc.record({
  kind: fc.constantFrom('order', 'order', 'order', 'return', 'stray return', 'cancellation'),
  time: fc
    .tuple(fc.oneof(fc.nat(600), fc.nat(4)), fc.constantFrom(0, 3_600_000, day - 1))
    .map(([days, rest]) => epoch + days * day + rest),
  names: fc.nat(14),
  lines: fc.array(line, { minLength: 1, maxLength: 3 }),
});

/** The orders, returns and cancellations of one customer over some twenty months, in no order. */
export const histories: fc.Arbitrary<Written[]> = fc.array(fact, { minLength: 1, maxLength: 12 }).map((facts) => {
  const cancelled = new Set<string>();
  return facts.flatMap(({ kind, time, names, lines }, i): Written[] => {
    const at = new Date(time).toISOString();
    const orderId = `o${names}`;
    if (kind === 'order') return [orderPlaced({ orderId: `o${i}`, at, lines })];
    if (kind === 'return') return [orderReturned({ returnId: `r${i}`, orderId, at, lines })];
    if (kind === 'stray return') return [orderReturned({ returnId: `r${i}`, at, lines })];
    if (cancelled.has(orderId)) return [];
    cancelled.add(orderId);
    return [orderCancelled({ orderId, at })];
  });
});
