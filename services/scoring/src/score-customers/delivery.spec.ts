import { ParkingLot, parkedCollection } from '@vilfredo/event-sourcing';
import {
  type Fold,
  MemoryViews,
  orderCancelled,
  orderPlaced,
  orderReturned,
  policyActivated,
  projection,
} from '@vilfredo/testing';
import fc from 'fast-check';
import { histories } from '../../test/random-history.js';
import { scoreFromText } from '../assess-customer/customer-score.js';
import { factsToJson } from '../customer-facts/facts-text.js';
import { measure } from '../value/measures.js';
import { customerViews } from './customer-views.js';
import { ScoreBook } from './score-book.js';

/** What a test may say of a customer: purchase days beyond the first, cents of the window, and the facts themselves. */
interface Picture {
  readonly repeatDays: number;
  readonly windowCents: number;
  readonly facts: string;
}

const customerFacts: Fold<Picture> = async ({ log, batches }) => {
  const views = new MemoryViews(customerViews);
  const parking = await ParkingLot.open(new MemoryViews(parkedCollection), () => 0);
  const book = new ScoreBook({ log, views, parking, publishes: true, recent: 2 });
  for (const events of batches) await book.apply({ events });
  const pictures = new Map<string, Picture>();
  for await (const page of views.snapshot()) {
    for (const { id, body } of page) {
      const { facts } = scoreFromText(body);
      pictures.set(id, {
        repeatDays: Math.max(0, facts.days.length - 1),
        windowCents: measure(facts).amount,
        facts: JSON.stringify(factsToJson(facts)),
      });
    }
  }
  return pictures;
};
const given = projection(customerFacts).given(policyActivated());

describe('a customer', () => {
  it('who brought everything back has bought nothing, however it is told', async () => {
    await given
      .given(orderPlaced({ orderId: 'o1', cents: 4_000 }), orderReturned({ orderId: 'o1', cents: 4_000 }))
      .deliveredTwice()
      .shuffled(1)
      .then('customer-1', { repeatDays: 0, windowCents: 0 });
  });

  it('who called an order off has not placed it', async () => {
    await given
      .given(
        orderPlaced({ cents: 700 }),
        orderPlaced({ orderId: 'o2', cents: 4_000 }),
        orderCancelled({ orderId: 'o2' }),
      )
      .shuffled(2)
      .inBatchesOf(1)
      .then('customer-1', { windowCents: 700 });
  });

  it('who orders twice a day comes back on one day', async () => {
    await given
      .given(
        orderPlaced({ cents: 1 }),
        orderPlaced({ cents: 2 }),
        orderPlaced({ cents: 4, at: '2026-03-02T10:00:00Z' }),
      )
      .then('customer-1', { repeatDays: 1, windowCents: 7 });
  });

  it('is known by the same facts however the same events arrive, come again and are batched', async () => {
    await fc.assert(
      fc.asyncProperty(histories, fc.nat(), fc.integer({ min: 1, max: 9 }), async (history, seed, batch) => {
        const tidy = [...history].sort((a, b) => (a.time < b.time ? -1 : 1));
        const expected = (await given.given(...tidy).pictures()).get('customer-1')!;
        await given
          .given(...history)
          .shuffled(seed)
          .inBatchesOf(batch)
          .deliveredTwice()
          .then('customer-1', expected);
      }),
      { numRuns: 150 },
    );
  });
});
