import { sectionsOfVersion2 } from '@vilfredo/events';
import { orderPlaced, policyActivated } from '@vilfredo/testing';
import { type BookUnderTest, bookPerTest } from '../../test/book-under-test.js';

const theBook = bookPerTest();
const shipped = (rules = {}) => policyActivated({ ...sectionsOfVersion2, ...rules });
const silences = async (book: BookUnderTest) =>
  (await book.changes())
    .filter(({ type }) => type === 'SilenceDetected')
    .map(({ from, to, asOf }) => `${asOf} ${from} ${to}`);

/** Ninety visits on ninety days, the last one on 31 March at nine. */
async function dailyVisitor(book: BookUnderTest, rules = {}): Promise<void> {
  book.clock.set('2026-03-31T09:00:00Z');
  const days = Array.from({ length: 90 }, (_, i) => new Date(Date.UTC(2026, 0, 1 + i, 9)).toISOString());
  await book.arrive(shipped(rules), ...days.map((at) => orderPlaced({ at, cents: 300 })));
  await book.measure();
}

describe('the silence of a customer', () => {
  it('given a daily visitor last seen at nine yesterday, when this evening comes, then it is overdue, told once', async () => {
    const book = theBook();
    await dailyVisitor(book);
    const { dueAt } = (await book.score())!;
    expect(new Date(dueAt!).toISOString()).toMatch(/^2026-04-01T1[89]:/);
    await book.wakeAt(new Date(dueAt! - 1).toISOString());
    expect(await silences(book)).toEqual([]);
    await book.wakeAt(new Date(dueAt!).toISOString());
    expect(await silences(book)).toEqual([`${new Date(dueAt!).toISOString()} on-time overdue`]);
    await book.restart();
    await book.wakeAt(new Date(dueAt! + 60_000).toISOString());
    expect(await silences(book)).toHaveLength(1);
  });

  it('given the service was down over both thresholds, when it is back, then each is told as of its own due time', async () => {
    const book = theBook();
    await dailyVisitor(book);
    await book.restart();
    await book.wakeAt('2026-04-20T00:00:00Z');
    const told = await silences(book);
    expect(told.map((line) => line.slice(25))).toEqual(['on-time overdue', 'overdue very-overdue']);
    expect(told[0]! < '2026-04-01T20' && told[1]! < '2026-04-02T12').toBe(true);
  });

  it('given an overdue customer, when they buy, then they are on time again and a new silence is told anew', async () => {
    const book = theBook();
    await dailyVisitor(book);
    await book.wakeAt('2026-04-01T20:00:00Z');
    book.clock.set('2026-04-01T21:00:00Z');
    await book.arrive(orderPlaced({ at: '2026-04-01T21:00:00Z' }));
    await book.wakeAt('2026-04-03T10:00:00Z');
    expect((await silences(book)).map((line) => line.slice(25))).toEqual([
      'on-time overdue',
      'overdue on-time',
      'on-time overdue',
    ]);
  });

  it('given a business closed on the day between, when the customer does not come, then it is not held against them', async () => {
    const book = theBook();
    await dailyVisitor(book, { closed: { weekdays: [], dates: ['2026-04-01'] } });
    const { dueAt } = (await book.score())!;
    expect(new Date(dueAt!).toISOString()).toMatch(/^2026-04-02T1[89]:/);
  });

  it('given a policy that tells no silences, when time goes by, then none is told', async () => {
    const book = theBook();
    await dailyVisitor(book, { silence: { ...sectionsOfVersion2.silence, on: false } });
    await book.wakeAt('2026-06-01T00:00:00Z');
    expect(await silences(book)).toEqual([]);
  });

  it('given an order that arrives late, when it tells of a slower rhythm, then no threshold of this silence is told again', async () => {
    const book = theBook();
    await dailyVisitor(book);
    await book.wakeAt('2026-04-01T20:00:00Z');
    await book.arrive(orderPlaced({ at: '2024-06-01T09:00:00Z' }));
    await book.wakeAt('2026-05-20T20:00:00Z');
    expect((await silences(book)).map((line) => line.slice(25))).toEqual(['on-time overdue', 'overdue very-overdue']);
  });
});
