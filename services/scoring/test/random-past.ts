import type { EventToAppend } from '@vilfredo/event-sourcing';
import { cues } from '@vilfredo/events';
import {
  complaintOpened,
  interactionRecorded,
  interestSignalled,
  orderCancelled,
  orderPlaced,
  orderReturned,
  satisfactionRated,
} from '@vilfredo/testing';
import fc from 'fast-check';

const dayMs = 86_400_000;

/** When the past that is made up here began, and when it was over. */
export const pastBegins = Date.parse('2025-01-01T00:00:00Z');
export const pastEnds = pastBegins + 500 * dayMs;

const fact = fc.record({
  day: fc.oneof(fc.integer({ min: 0, max: 499 }), fc.integer({ min: 200, max: 204 })),
  what: fc.constantFrom(
    'order',
    'order',
    'order',
    'order',
    'return',
    'cancellation',
    'rating',
    'contact',
    'signal',
    'complaint',
  ),
  customer: fc.constantFrom('a', 'b', 'c', 'd'),
  cents: fc.integer({ min: 0, max: 9_999 }),
  sku: fc.constantFrom('cup', 'plate'),
});

/** What happened to four customers over five hundred days, each in a minute of its own, in the order in which it was recorded: any. */
export const pasts: fc.Arbitrary<EventToAppend[]> = fc.array(fact, { minLength: 1, maxLength: 40 }).map((facts) =>
  facts.map(({ day, what, customer, cents, sku }, i) => {
    const at = new Date(pastBegins + day * dayMs + (i + 1) * 60_000).toISOString();
    const orderId = `o${Math.floor(i / 2)}`;
    switch (what) {
      case 'order':
        return orderPlaced({ customer, at, cents, sku, quantity: 1 + (cents % 3), orderId: `o${i}` });
      case 'return':
        return orderReturned({ customer, at, cents, sku, returnId: `r${i}`, ...(cents % 2 ? { orderId } : {}) });
      case 'cancellation':
        return orderCancelled({ customer, at, orderId: `o${i - 1}` });
      case 'rating':
        return satisfactionRated({ customer, at, overall: 1 + (cents % 5), ratingId: `r${i}` });
      case 'contact':
        return interactionRecorded({ customer, at, contactId: `c${i}` });
      case 'signal':
        return interestSignalled({ customer, at, product: sku, cue: cues[cents % cues.length]! });
      default:
        return complaintOpened({ customer, at, caseId: `m${i}`, severity: (1 + (cents % 3)) as 1 | 2 | 3 });
    }
  }),
);
