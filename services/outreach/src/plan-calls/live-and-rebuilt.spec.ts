import type { EventToAppend } from '@vilfredo/event-sourcing';
import fc from 'fast-check';
import { CallsUnderTest } from '../../test/calls-under-test.js';
import { alertRaised, callsRuled, consented, skipped, valueChanged } from '../../test/example-facts.js';
import { callHistories, interleaved } from '../../test/random-calls.js';
import { callFromText, callProjection } from './call-projection.js';
import { shippedRules } from './call-rules.js';
import { planCall } from './plan-call.js';

async function withCalls<T>(work: (list: CallsUnderTest) => Promise<T>): Promise<T> {
  const list = await CallsUnderTest.open('2026-02-10T00:00:00Z');
  try {
    return await work(list);
  } finally {
    await list.close();
  }
}

/** What is known and what follows from it, without where it was read. */
async function pictureOf(list: CallsUnderTest): Promise<Record<string, unknown>> {
  const bodies = Object.entries(await list.bodies());
  return Object.fromEntries(
    bodies.map(([id, body]) => {
      const { facts, place } = callFromText(body);
      return [id, { facts, place }];
    }),
  );
}

/** Events come so many at a time, time goes on between them, and now and then somebody looks at it, or sets other rules. */
async function live(list: CallsUnderTest, events: readonly EventToAppend[], step: number): Promise<void> {
  for (let from = 0; from < events.length; from += step) {
    await list.arrive(...events.slice(from, from + step));
    list.clock.advance(step * 7_200_000);
    if (from % 2 === 0) await list.wakeAt(new Date(list.clock()).toISOString());
    if (from > 10) await list.arrive(strict);
  }
  await list.wakeAt(new Date(list.clock()).toISOString());
}

const seed = fc.nat();
const strict = callsRuled({ mostContacts: 1, mostAttempts: 2 });

describe('whatever happened, in whatever order topics are read', () => {
  it('the list is the same, also when everything is told again', async () => {
    await fc.assert(
      fc.asyncProperty(callHistories, seed, seed, async (topics, one, other) => {
        const [first, second] = await Promise.all(
          [one, other].map((order) =>
            withCalls(async (list) => {
              await list.arrive(...interleaved(topics, order));
              await list.wakeAt('2026-02-25T00:00:00Z');
              const { events } = await list.log.read({
                topics: ['customers', 'interactions', 'scores', 'alerts'],
                limit: 1_000,
              });
              const before = await pictureOf(list);
              await list.book.apply(events.map((event) => ({ ...event, offset: event.offset + 1_000_000 })));
              await list.wakeAt('2026-02-25T00:00:00Z');
              expect(await pictureOf(list)).toEqual(before);
              return { picture: before, order: await list.list() };
            }),
          ),
        );
        expect(first).toEqual(second);
      }),
      { numRuns: 25 },
    );
  });

  it('the views are those that a rebuild comes to, byte for byte, wherever batches are cut and whenever time was looked at', async () => {
    await fc.assert(
      fc.asyncProperty(callHistories, seed, fc.integer({ min: 1, max: 9 }), async (topics, order, step) => {
        await withCalls(async (list) => {
          await live(list, interleaved(topics, order), step);
          const bodies = await list.bodies();
          for (const body of Object.values(bodies)) {
            const { facts, place } = callFromText(body);
            expect(place).toEqual(planCall(facts, list.book.rules, list.clock()));
          }
          expect(await list.rebuilt()).toEqual(bodies);
          expect(await list.rebuilt(3)).toEqual(bodies);
        });
      }),
      { numRuns: 25 },
    );
  });

  it('a view does not show which topic was read first', () => {
    const { initial, toView } = callProjection({ rules: () => shippedRules, isSkipped: () => false });
    const read = (watermarks: Record<string, number>) => toView({ ...initial('customer-1'), watermarks });
    expect(read({ 'scores-0': 1, 'alerts-0': 2 })).toEqual(read({ 'alerts-0': 2, 'scores-0': 1 }));
  });

  it('the list is ordered by priority, and the id parts what is worth the same', async () => {
    await withCalls(async (list) => {
      for (const [i, value] of [40, 90, 65, 90, 10].entries()) {
        const customer = `customer-${i}`;
        await list.arrive(valueChanged(value, { customer }), alertRaised(`alert-${i}`, { customer }));
      }
      expect(await list.list()).toEqual([
        ['customer-1', 72],
        ['customer-3', 72],
        ['customer-2', 52],
        ['customer-0', 32],
        ['customer-4', 8],
      ]);
    });
  });
});

describe('an event that cannot be read', () => {
  const broken = { ...consented(false, { id: 'broken' }), data: '{"source":1}' };

  it('parks only its own customer, whom time still moves; left out by decision, what is behind it goes on', async () => {
    await withCalls(async (list) => {
      const other = { customer: 'customer-2' };
      await list.arrive(alertRaised('x'), broken, valueChanged(60), alertRaised('y', other), valueChanged(50, other));
      expect(list.parking.has('customer-1')).toBe(true);
      expect(await list.list()).toEqual([
        ['customer-2', 40],
        ['customer-1', 8],
      ]);
      await list.arrive(callsRuled({ allowedWithoutConsent: false }));
      expect(await list.list()).toEqual([]);
      await list.arrive(callsRuled({ allowedWithoutConsent: true }), skipped('broken'));
      expect(list.parking.has('customer-1')).toBe(false);
      expect(await list.list()).toEqual([
        ['customer-1', 48],
        ['customer-2', 40],
      ]);
      expect(await list.rebuilt()).toEqual(await list.bodies());
    });
  });
});
