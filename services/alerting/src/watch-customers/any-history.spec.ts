import type { StoredEvent } from '@vilfredo/event-sourcing';
import { read } from '@vilfredo/events';
import { seeded } from '@vilfredo/testing';
import fc from 'fast-check';
import { AlertingUnderTest, openIn, type Said } from '../../test/alerting-under-test.js';
import { anyRules, type Happening, happenings, live } from '../../test/random-happenings.js';

const lastDay = '2030-01-01T00:00:00Z';

/** Runs what is expected of alerting that anything may have happened to. */
async function afterAnything(
  history: fc.Arbitrary<readonly Happening[]>,
  expected: (test: AlertingUnderTest, seed: number) => Promise<void>,
  numRuns = 60,
): Promise<void> {
  await fc.assert(
    fc.asyncProperty(history, fc.nat(), async (days, seed) => {
      const test = await AlertingUnderTest.open(anyRules);
      await live(test, days);
      await expected(test, seed);
    }),
    { numRuns },
  );
}

const anything = happenings({ policies: true });

describe('whatever happened, with people who decide, other rules, events nobody can read, and restarts', () => {
  it('what is known of customers is what a rebuild comes to, byte for byte, wherever the log is cut', async () => {
    await afterAnything(anything, async (test) => {
      const live = await test.bodies();
      for (const limit of [1_000, 3, 1]) expect(await test.rebuilt(limit)).toEqual(live);
    });
  });

  it('delivering everything again changes nothing and tells nothing', async () => {
    await afterAnything(anything, async (test) => {
      const [bodies, alerts, told] = [await test.bodies(), await test.all(), test.said.length];
      await test.book.apply(test.log.events);
      await test.again();
      expect(await test.bodies()).toEqual(bodies);
      expect(await test.all()).toEqual(alerts);
      expect(test.said).toHaveLength(told);
    });
  });

  it('there are never two open for one customer and rule, and each is raised and resolved once', async () => {
    await afterAnything(anything, async (test) => {
      const open = new Map<string, string>();
      const raised = new Set<string>();
      for (const { type, alertId, rule, event } of test.said) {
        const key = `${event.subject} ${rule}`;
        if (type === 'AlertRaised') {
          expect([open.get(key), raised.has(alertId)]).toEqual([undefined, false]);
          open.set(key, alertId);
          raised.add(alertId);
        } else expect(raised.has(alertId)).toBe(true);
        if (type === 'AlertResolved') {
          expect(open.get(key)).toBe(alertId);
          open.delete(key);
        }
      }
    });
  });

  it('the alerts that are listed as open are those that are, and every word of them is by the contract', async () => {
    await afterAnything(anything, async (test) => {
      for (const { event } of test.said) read(event);
      // Whoever is parked has not heard what people decided meanwhile.
      const isUpToDate = (alert: string) => !test.parking.has(alert.slice(0, alert.indexOf(' ')));
      const listed = (await test.open()).map(({ customerId, rule, id }) => `${customerId} ${rule} ${id}`).sort();
      expect(listed.filter(isUpToDate)).toEqual(openIn(await test.bodies()).filter(isUpToDate));
    });
  });

  it('a crash between saving and publishing loses no alert and tells none twice', async () => {
    await fc.assert(
      fc.asyncProperty(anything, async (days) => {
        const [smooth, rough] = [await AlertingUnderTest.open(anyRules), await AlertingUnderTest.open(anyRules)];
        await live(smooth, days);
        for (const day of days) {
          rough.cutOff();
          await live(rough, [day]).catch(() => undefined);
          await rough.restart();
        }
        await rough.until(new Date(rough.clock()).toISOString());
        expect(new Set(rough.said.map(({ event }) => event.id)).size).toBe(rough.said.length);
        expect(rough.said.map(inWords).sort()).toEqual(smooth.said.map(inWords).sort());
      }),
      { numRuns: 50 },
    );
  });
});

describe('whatever happened, and in whatever order topics are read beside each other', () => {
  it('the same alerts are open in the end; of complaints of a customer, one for the same rule', async () => {
    await afterAnything(
      happenings({ policies: false }),
      async (test, seed) => {
        await test.until(lastDay);
        const read = mixedTopics(test.log.events, seed);
        const open = await test.openWhenRead(read, Date.parse(lastDay));
        expect(open.map(forgetOfComplaints)).toEqual(openIn(await test.bodies()).map(forgetOfComplaints));
      },
      150,
    );
  });
});

/** To the minute: the log in memory records nothing twice in one moment. */
function inWords({ type, rule, at }: Said): string {
  return `${at.slice(0, 16)} ${type} ${rule}`;
}

/** Which of several complaints began an alert that is open for all of them follows the reading. */
function forgetOfComplaints(open: string): string {
  return open.includes('complaint') ? open.slice(0, open.lastIndexOf(' ')) : open;
}

/** The events of each topic in their order, and topics mixed as a seed says. */
function mixedTopics(events: readonly StoredEvent[], seed: number): StoredEvent[] {
  const next = seeded(seed);
  const topics = [
    ...Map.groupBy(
      events.filter(({ topic }) => topic !== 'governance'),
      ({ topic }) => topic,
    ).values(),
  ];
  const mixed: StoredEvent[] = [];
  const queues = topics.map((own) => [...own]);
  for (let left = queues; left.length > 0; left = left.filter((queue) => queue.length > 0)) {
    const queue = left[Math.floor(next() * left.length)]!;
    const run = 1 + Math.floor(next() * 4);
    mixed.push(...queue.splice(0, run));
  }
  return mixed;
}
