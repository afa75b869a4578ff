import type { EventToAppend, StoredEvent } from '@vilfredo/event-sourcing';
import { sectionsOfVersion2 } from '@vilfredo/events';
import { orderPlaced, policyActivated, satisfactionRated } from '@vilfredo/testing';
import { BookUnderTest } from '../../test/book-under-test.js';
import { readPopulation } from '../book/population.js';
import { recordCutoffs } from '../book/record-cutoffs.js';

describe('a customer whose topics are read apart, one ahead of the other', () => {
  let book: BookUnderTest;
  beforeEach(async () => {
    book = await BookUnderTest.open({ enters: 'by-and-by' });
    const days = Array.from({ length: 90 }, (_, i) => new Date(Date.UTC(2026, 0, 1 + i, 9)).toISOString());
    book.clock.set('2026-03-31T09:00:00Z');
    await book.arrive(policyActivated({ ...sectionsOfVersion2, history: { olderThanHours: 24, holdMinutes: 0 } }));
    await book.arrive(...days.map((at) => orderPlaced({ at, cents: 300 })), orderPlaced({ customer: 'another' }));
    await measured();
    await book.book.entering.all();
  });
  afterEach(() => book.close());

  /** Cut-offs of this moment, folded where a test says so. */
  async function measured(): Promise<StoredEvent> {
    const population = await readPopulation(book.views, book.clock(), book.book.era);
    const number = (book.book.eras.lastEpoch?.number ?? 0) + 1;
    const cutoffs = recordCutoffs(population, book.book.era, number);
    await book.log.append(cutoffs);
    if (number === 1) await book.fold();
    return stored(cutoffs.at(-1)!.id);
  }

  async function recorded(at: string, event: EventToAppend): Promise<StoredEvent> {
    book.clock.set(at);
    await book.log.append([event]);
    return stored(event.id);
  }

  async function stored(id: string): Promise<StoredEvent> {
    const topics = ['orders', 'interactions', 'governance'];
    return (await book.log.read({ topics, limit: 1_000 })).events.find((event) => event.id === id)!;
  }

  async function readInOrder(...events: StoredEvent[]): Promise<void> {
    for (const event of events) await book.book.apply({ events: [event] });
  }

  async function numbersTold(): Promise<number[]> {
    return (await book.changes('customer-1')).map(({ seq }) => seq);
  }

  async function expectNoGap(): Promise<void> {
    const numbers = await numbersTold();
    expect(numbers).toEqual(numbers.map((_, i) => i + 1));
    expect((await book.score())?.seq).toBe(numbers.length);
  }

  it('given one read that was recorded before a wake-up, then the wake-up is not told again', async () => {
    const rated = await recorded('2026-04-01T10:00:00Z', satisfactionRated({ at: '2026-04-01T10:00:00Z', overall: 1 }));
    const before = (await numbersTold()).length;
    await book.wakeAt('2026-04-01T22:00:00Z');
    expect((await numbersTold()).length).toBeGreaterThan(before);
    const ordered = await recorded('2026-04-02T10:00:00Z', orderPlaced({ at: '2026-04-02T10:00:00Z' }));
    await readInOrder(rated, ordered);
    await expectNoGap();
  });

  it('given one read that was recorded before cut-offs they have entered, then these are not entered again', async () => {
    book.clock.set('2026-04-01T08:00:00Z');
    await book.arrive(...Array.from({ length: 5 }, (_, i) => orderPlaced({ customer: `rich-${i}`, cents: 900_000 })));
    const rated = await recorded('2026-04-01T09:00:00Z', satisfactionRated({ at: '2026-04-01T09:00:00Z', overall: 1 }));
    book.clock.set('2026-04-01T09:30:00Z');
    const cutoffs = await measured();
    const first = await recorded('2026-04-01T09:40:00Z', orderPlaced({ at: '2026-04-01T09:40:00Z' }));
    const second = await recorded('2026-04-01T09:50:00Z', orderPlaced({ at: '2026-04-01T09:50:00Z' }));
    await readInOrder(cutoffs, first, rated, second);
    await book.book.entering.all();
    expect((await book.changes('customer-1')).some(({ epoch }) => epoch === 2)).toBe(true);
    await expectNoGap();
  });
});
