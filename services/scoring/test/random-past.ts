import type { EventToAppend } from '@vilfredo/event-sourcing';
import fc from 'fast-check';
import { factKinds, factOf } from './random-fact.js';

const dayMs = 86_400_000;

/** When the past that is made up here began, and when it was over. */
export const pastBegins = Date.parse('2025-01-01T00:00:00Z');
export const pastEnds = pastBegins + 500 * dayMs;

const fact = fc.record({
  day: fc.oneof(fc.integer({ min: 0, max: 499 }), fc.integer({ min: 200, max: 204 })),
  what: fc.constantFrom(...factKinds),
  customer: fc.constantFrom('a', 'b', 'c', 'd'),
  cents: fc.integer({ min: 0, max: 9_999 }),
  sku: fc.constantFrom('cup', 'plate'),
});

/**
 * What happened to four customers over five hundred days, each in a minute of its own and under an id of its own, in the
 * order in which it was recorded: any.
 */
export const pasts: fc.Arbitrary<EventToAppend[]> = fc.array(fact, { minLength: 1, maxLength: 40 }).map((facts) => {
  const byId = new Map<string, EventToAppend>();
  for (const [i, { day, what, ...more }] of facts.entries()) {
    const at = new Date(pastBegins + day * dayMs + (i + 1) * 60_000).toISOString();
    const event = factOf(what, more, at, i);
    byId.set(event.id, event);
  }
  return [...byId.values()];
});
