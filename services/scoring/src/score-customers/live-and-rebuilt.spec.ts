import { read } from '@vilfredo/events';
import fc from 'fast-check';
import { BookUnderTest } from '../../test/book-under-test.js';
import { type Happening, happenings, live } from '../../test/random-days.js';
import { scoringTopics } from '../eras/governance-log.js';

/** Runs what is expected of every book that anything may have happened to. */
async function afterAnything(
  expected: (book: BookUnderTest, days: readonly Happening[]) => Promise<void>,
  numRuns = 15,
  enters: 'at-once' | 'by-and-by' = 'at-once',
) {
  await fc.assert(
    fc.asyncProperty(happenings, async (days) => {
      const book = await BookUnderTest.open({ enters });
      try {
        await live(book, days);
        await expected(book, days);
      } finally {
        await book.close();
      }
    }),
    { numRuns },
  );
}

/** What a first change goes on from, where that is something. */
const atFirst: Readonly<Record<string, string>> = { SilenceDetected: 'on-time', StageChanged: 'observe' };

describe('whatever happened, with late facts, policies, epochs, wake-ups, parked and skipped events, and restarts', () => {
  it('the views are those that a rebuild comes to, byte for byte', async () => {
    await afterAnything(async (book) => expect(await book.rebuilt()).toEqual(await book.bodies()), 40);
  });

  it('the views are the same when customers enter new rules and cut-offs one by one, while events go on', async () => {
    await afterAnything(async (book) => expect(await book.bodies()).toEqual(await book.rebuilt()), 40, 'by-and-by');
  });

  it('the views are the same wherever the log is cut into batches', async () => {
    await afterAnything(async (book) => {
      const whole = await book.rebuilt();
      for (const limit of [1, 2, 7]) expect(await book.rebuilt(limit)).toEqual(whole);
    });
  });

  it('delivering everything again changes no view and publishes nothing', async () => {
    await afterAnything(async (book) => {
      const [bodies, changes] = [await book.bodies(), await book.changes()];
      const { events } = await book.log.read({ topics: scoringTopics, limit: 100_000 });
      await book.book.apply({ events });
      expect(await book.bodies()).toEqual(bodies);
      expect(await book.changes()).toEqual(changes);
    });
  });

  it('every change is an event by the contract, its parts add up to the score exactly, and it names its cause', async () => {
    await afterAnything(async (book) => {
      for (const event of (await book.log.read({ topics: ['scores'], limit: 100_000 })).events) read(event);
      for (const { type, to, parts, causes } of await book.changes()) {
        expect(causes).toHaveLength(1);
        if (!['ValueChanged', 'ChurnRiskChanged', 'QualificationChanged'].includes(type) || to === null) continue;
        const points = parts.map((part) => part.points ?? Number.NaN);
        expect(points.reduce((sum, each) => sum + Math.round(each * 100), 0)).toBe(Math.round(Number(to) * 100));
        for (const each of points) expect(Number(each.toFixed(2))).toBe(each);
      }
    });
  });

  it('the changes of a customer count from 1 without a gap, and each goes on from where the one before ended', async () => {
    await afterAnything(async (book) => {
      for (const id of ['a', 'b', 'c', 'd']) {
        const changes = await book.changes(id);
        expect(changes.map(({ seq }) => seq)).toEqual(changes.map((_, i) => i + 1));
        const last = new Map<string, unknown>();
        for (const { type, from, to, ...more } of changes) {
          const score = `${type} ${(more as { product?: string }).product}`;
          expect(from).toEqual(last.get(score) ?? atFirst[type] ?? null);
          last.set(score, to);
        }
        expect((await book.score(id))?.seq ?? 0).toBe(changes.length);
      }
    });
  });

  it('nobody is left with a wake-up that is over', async () => {
    await afterAnything(async (book) => {
      for (const id of ['a', 'b', 'c', 'd']) {
        const dueAt = (await book.score(id))?.dueAt ?? Number.POSITIVE_INFINITY;
        if (!book.parking.has(id) && book.book.era.epoch !== null) expect(dueAt).toBeGreaterThan(book.clock());
      }
    });
  });
});
