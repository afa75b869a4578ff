import fc from 'fast-check';
import { BookUnderTest } from '../../test/book-under-test.js';
import { cutoffs, happening, live, liveOn } from '../../test/random-days.js';
import { bothOf } from '../../test/subscriber.js';
import { scoreFromText } from '../assess-customer/customer-score.js';

/** Types of event that an earlier version may not have known. */
const unknowns = ['OrderPlaced', 'OrderReturned', 'SatisfactionRated', 'InterestSignalled', 'CaseOpened'] as const;

/** Enough to score somebody: days with cut-offs taken now and then. */
const scoredDays = fc
  .tuple(fc.array(happening, { minLength: 12, maxLength: 40 }), fc.integer({ min: 2, max: 6 }))
  .map(([days, often]) => days.flatMap((day, i) => (i % often === often - 1 ? [day, cutoffs] : [day])));

/** Runs what is expected of every book that another version of the code had begun, and that was rebuilt since. */
async function afterAnotherVersion(expected: (book: BookUnderTest) => Promise<void>) {
  const another = fc.record({ before: scoredDays, after: scoredDays, unknown: fc.constantFrom(...unknowns) });
  const enters = fc.constantFrom('at-once', 'by-and-by');
  await fc.assert(
    fc.asyncProperty(another, enters, async ({ before, after, unknown }, way) => {
      const book = await BookUnderTest.open({ enters: way });
      try {
        await book.become(({ type }) => type !== unknown);
        await live(book, before);
        await book.become(() => true);
        await book.adoptRebuilt();
        await expected(book);
        await liveOn(book, after, before.length);
        await expected(book);
      } finally {
        await book.close();
      }
    }),
    { numRuns: 20 },
  );
}

describe('given views that another version of the code has folded, when rebuilt ones take their place', () => {
  it('then a rebuild comes to the same bytes again, at once and whatever happens next', async () => {
    await afterAnotherVersion(async (book) => expect(await book.rebuiltAsTold()).toEqual(await book.bodies()));
  });

  it('then the changes on the feed count on without a gap, and each goes on from where the one before ended', async () => {
    await afterAnotherVersion(async (book) => {
      for (const id of ['a', 'b', 'c', 'd']) {
        const changes = await book.changes(id);
        expect(changes.map(({ seq }) => seq)).toEqual(changes.map((_, i) => i + 1));
        expect((await book.score(id))?.seq ?? 0).toBe(changes.length);
      }
    });
  });

  it('then who has read every change knows what the snapshot says', async () => {
    await afterAnotherVersion(async (book) => {
      const { snapshot, subscriber } = await bothOf(book);
      expect(snapshot).toEqual(subscriber);
    });
  });

  it('then everybody is told to be in the state they are in, and in the class, at once', async () => {
    await afterAnotherVersion(async (book) => {
      if (book.book.era.epoch === null) return;
      for (const [id, body] of Object.entries(await book.rebuilt())) {
        const { standing, asOf, heldUntil } = scoreFromText(body);
        if (book.parking.has(id) || asOf === null) continue;
        const told = (await book.score(id))!.standing;
        expect(told.state).toBe(standing.state);
        if (heldUntil === null) expect(told.relationship.told?.class).toBe(standing.relationship.class);
      }
    });
  });
});
