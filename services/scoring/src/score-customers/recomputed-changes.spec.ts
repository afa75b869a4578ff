import type { StoredEvent } from '@vilfredo/event-sourcing';
import { Calendar } from '@vilfredo/scoring-model';
import fc from 'fast-check';
import { BookUnderTest } from '../../test/book-under-test.js';
import { orderFacts } from '../../test/order-facts.js';
import { happenings, live } from '../../test/random-days.js';
import { memberOf } from '../assess-customer/member.js';
import { foldOrders } from '../customer-facts/fold-orders.js';
import { eraAt } from '../customers/recall-customer.js';
import type { FeedItem } from '../score-feed/score-feed.js';
import { assessValue, nowhere } from '../value/assess-value.js';

/** Works a change out again from nothing but its cause, the facts recorded up to it, and the rules and cut-offs of then. */
async function workedOut(
  { log }: BookUnderTest,
  { customerId, causes, asOf }: FeedItem,
  events: readonly StoredEvent[],
) {
  const cause = events.find(({ id }) => id === causes[0]);
  const until = cause?.recordedat ?? asOf;
  const known = events.filter(({ subject, recordedat }) => subject === customerId && recordedat <= until);
  const era = (await eraAt(log, Date.parse(until)))!;
  const facts = foldOrders(orderFacts(known), new Calendar(era.policy.timeZone));
  const { member, activity } = memberOf(customerId, facts, Date.parse(asOf), era);
  const assessment = assessValue(member, activity.state, era.policy, era.epoch!.population, nowhere);
  return { ...assessment, policy: era.policy.name, epoch: era.epoch!.number };
}

describe('whatever happened, every published change', () => {
  it('can be worked out again from its cause and what was recorded up to it', async () => {
    await fc.assert(
      fc.asyncProperty(happenings, async (days) => {
        const book = await BookUnderTest.open();
        try {
          await live(
            book,
            days.filter(({ what }) => what !== 'unreadable' && what !== 'skip'),
          );
          const { events } = await book.log.read({ topics: ['orders', 'governance'], limit: 100_000 });
          for (const change of await book.valueChanges()) {
            const again = await workedOut(book, change, events);
            expect(change).toMatchObject({ policy: again.policy, epoch: again.epoch });
            expect(change.parts.map(({ points }) => points)).toEqual(again.parts.map(({ points }) => points));
            if (change.type === 'ValueChanged') expect(change.to).toBe(again.score);
            if (change.type === 'ActivityChanged') expect(change.to).toBe(again.state);
          }
        } finally {
          await book.close();
        }
      }),
      { numRuns: 30 },
    );
  });
});
