import { sectionsOfVersion2 } from '@vilfredo/events';
import {
  customersMerged,
  interactionRecorded,
  interestSignalled,
  orderPlaced,
  policyActivated,
  satisfactionRated,
} from '@vilfredo/testing';
import fc from 'fast-check';
import { BookUnderTest, bookPerTest } from '../../test/book-under-test.js';
import { happenings, live } from '../../test/random-days.js';
import { bothOf, field, known } from '../../test/subscriber.js';

describe('the snapshot tells what a subscriber knows who has read every change', () => {
  it.each(['at-once', 'by-and-by'] as const)('whatever happened, when eras are entered %s', async (enters) => {
    await fc.assert(
      fc.asyncProperty(happenings, async (days) => {
        const book = await BookUnderTest.open({ enters });
        try {
          await live(book, days);
          const { snapshot, subscriber } = await bothOf(book);
          expect(snapshot).toEqual(subscriber);
        } finally {
          await book.close();
        }
      }),
      { numRuns: 60 },
    );
  });

  describe('given customers and a prospect of whom all eight types of change were told', () => {
    const theBook = bookPerTest();
    const asked = interestSignalled({ customer: 'prospect', at: '2026-02-20T10:00:00Z', cue: 'price' });

    beforeEach(async () => {
      const book = theBook();
      book.clock.set('2026-03-01T10:00:00Z');
      await book.arrive(policyActivated({ ...sectionsOfVersion2 }));
      const daily = Array.from({ length: 60 }, (_, i) => new Date(Date.UTC(2026, 0, 1 + i, 9)).toISOString());
      await book.arrive(...daily.map((at) => orderPlaced({ customer: 'daily', at })));
      for (let i = 0; i < 20; i++)
        await book.arrive(orderPlaced({ customer: `c${i}`, at: '2026-02-20T10:00:00Z', cents: 100 * (i + 1) }));
      await book.arrive(interactionRecorded({ customer: 'prospect', at: '2026-02-20T09:00:00Z' }), asked);
      const months = ['2025-12', '2026-01', '2026-02', '2026-03'];
      await book.arrive(
        ...months.map((month, i) =>
          satisfactionRated({ customer: 'c1', at: `${month}-01T08:00:00Z`, overall: 5 - i, ratingId: month }),
        ),
      );
      await book.measure();
      await book.wakeAt('2026-03-03T10:00:00Z');
    });

    it('when everything is folded, then both know the same of everybody', async () => {
      const { snapshot, subscriber, types } = await bothOf(theBook());
      expect([...types].sort()).toEqual([...Object.keys(field), 'StageChanged'].sort());
      expect(snapshot).toEqual(subscriber);
    });

    it('when the prospect turns out to be a customer, then neither knows of a stage of theirs any more', async () => {
      const book = theBook();
      const stagesOf = async () => known(await book.changes('prospect'), { policy: '', model: '' }).stages;
      expect(await stagesOf()).toMatchObject([{ product: 'lamp', stage: 'interest' }]);
      await book.arrive(customersMerged({ customer: 'prospect', into: 'c1', at: '2026-03-03T10:00:00Z' }));
      const { snapshot, subscriber } = await bothOf(book);
      expect(snapshot).toEqual(subscriber);
      expect(await stagesOf()).toEqual([]);
    });
  });
});
