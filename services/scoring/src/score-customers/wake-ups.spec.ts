import { orderPlaced, policyActivated } from '@vilfredo/testing';
import { BookUnderTest, bookPerTest } from '../../test/book-under-test.js';
import { governanceUpTo } from '../eras/governance-log.js';
import { ScoreBook } from './score-book.js';

const theBook = bookPerTest();
const told = (changes: readonly { type: string; from: unknown; to: unknown; asOf: string }[]) =>
  changes.map(({ type, from, to, asOf }) => `${asOf.slice(0, 10)} ${type} ${from} ${to}`);

describe('time without events', () => {
  it('takes a customer off the active list on the day that the rule says, told as of that day', async () => {
    const book = theBook();
    await book.arrive(policyActivated({ window: 'all' }), orderPlaced({ at: '2026-01-01T10:00:00Z' }));
    await book.measure();
    expect(await book.wakeAt('2026-12-31T23:59:59Z')).toBe(0);
    expect(await book.wakeAt('2027-01-01T00:00:00Z')).toBe(1);
    expect(told(await book.valueChanges())).toEqual([
      '2026-01-01 ActivityChanged null new',
      '2026-01-01 ValueChanged null 100',
      '2027-01-01 ActivityChanged new dormant',
      '2027-01-01 ValueChanged 100 null',
    ]);
  });

  it('is made up for after a stop, each change as of its own day', async () => {
    const book = theBook();
    await book.arrive(policyActivated({ window: 'all' }), orderPlaced({ at: '2026-01-01T10:00:00Z' }));
    await book.measure();
    await book.restart();
    await book.wakeAt('2030-01-01T00:00:00Z');
    expect(told(await book.valueChanges()).slice(2)).toEqual([
      '2027-01-01 ActivityChanged new dormant',
      '2027-01-01 ValueChanged 100 null',
      '2028-01-01 ActivityChanged dormant lost',
    ]);
    expect((await book.score())?.dueAt).toBeNull();
  });

  it('lets an order come back to the active list, also one that arrives before anybody looked at the clock', async () => {
    const book = theBook();
    await book.arrive(policyActivated({ window: 'all' }), orderPlaced({ at: '2026-01-01T10:00:00Z' }));
    await book.measure();
    book.clock.set('2027-06-01T00:00:00Z');
    await book.arrive(orderPlaced({ at: '2027-06-01T00:00:00Z' }));
    expect(told(await book.valueChanges()).slice(2)).toEqual([
      '2027-01-01 ActivityChanged new dormant',
      '2027-01-01 ValueChanged 100 null',
      '2027-06-01 ActivityChanged dormant active',
      '2027-06-01 ValueChanged null 100',
    ]);
  });

  it('lets an order leave the window on its day', async () => {
    const book = theBook();
    const first = orderPlaced({ at: '2026-01-01T10:00:00Z', cents: 9_000 });
    await book.arrive(policyActivated({ window: 30 }), first, orderPlaced({ customer: 'customer-2', cents: 5_000 }));
    await book.measure();
    await book.arrive(orderPlaced({ at: '2026-01-20T10:00:00Z', cents: 100 }));
    expect((await book.score())?.dueAt).toBe(Date.parse('2026-01-31T00:00:00Z'));
    await book.wakeAt('2026-01-31T00:00:00Z');
    expect((await book.score())?.facts.bucketEvents).toHaveLength(1);
    expect((await book.score())?.dueAt).toBe(Date.parse('2026-02-19T00:00:00Z'));
    expect((await book.valueChanges('customer-1')).at(-1)).toMatchObject({
      type: 'ValueChanged',
      asOf: '2026-01-31T00:00:00.000Z',
    });
  });

  it('follows an order that arrives late', async () => {
    const book = theBook();
    await book.arrive(policyActivated(), orderPlaced({ at: '2026-01-01T10:00:00Z' }));
    await book.measure();
    book.clock.set('2026-06-01T00:00:00Z');
    await book.arrive(orderPlaced({ at: '2026-03-01T10:00:00Z' }));
    expect((await book.score())?.dueAt).toBe(Date.parse('2027-01-01T00:00:00Z'));
    await book.wakeAt('2027-01-01T00:00:00Z');
    expect((await book.score())?.dueAt).toBe(Date.parse('2027-03-01T00:00:00Z'));
  });

  it('keeps to days of the business that its clocks skipped', async () => {
    const book = theBook();
    book.clock.set('2010-12-31T00:00:00Z');
    await book.arrive(policyActivated({ timeZone: 'Pacific/Apia' }), orderPlaced({ at: '2010-12-29T12:00:00Z' }));
    await book.measure();
    expect(await book.wakeAt('2012-01-02T00:00:00Z')).toBe(1);
    expect(await book.score()).toMatchObject({ standing: { state: 'dormant' } });
  });

  it('ranks a customer of a slow rhythm among the active though the window is empty', async () => {
    const book = theBook();
    const orders = ['2023-06-01', '2024-04-01', '2025-02-01'].map((day) => orderPlaced({ at: `${day}T10:00:00Z` }));
    await book.arrive(
      policyActivated(),
      ...orders,
      orderPlaced({ customer: 'customer-2', at: '2025-12-30T10:00:00Z' }),
    );
    await book.wakeAt('2026-03-01T00:00:00Z');
    await book.measure();
    expect(book.book.era.epoch?.population).toMatchObject({ active: 2, buyers: 1 });
    expect((await book.score())?.standing).toMatchObject({ state: 'active', score: 50 });
  });

  it('comes before an event that cannot be read, whether or not somebody looked at the clock', async () => {
    const book = theBook();
    await book.arrive(policyActivated({ window: 'all' }), orderPlaced({ at: '2026-01-01T10:00:00Z' }));
    await book.measure();
    book.clock.set('2027-06-01T00:00:00Z');
    await book.arrive({ ...orderPlaced({ at: '2027-06-01T00:00:00Z' }), data: 'no JSON' });
    expect(book.parking.has('customer-1')).toBe(true);
    expect(told(await book.valueChanges()).slice(2)).toEqual([
      '2027-01-01 ActivityChanged new dormant',
      '2027-01-01 ValueChanged 100 null',
    ]);
    expect(await book.rebuilt()).toEqual(await book.bodies());
  });

  it('is left to the process that scores the customer', async () => {
    const book = theBook();
    const order = { at: '2026-01-01T10:00:00Z' };
    await book.arrive(policyActivated(), orderPlaced(order), orderPlaced({ ...order, customer: 'customer-2' }));
    await book.measure();
    const { log, views, parking } = book;
    const owns = (id: string) => id === 'customer-2';
    const shared = new ScoreBook({ log, views, parking, publishes: true, owns });
    await shared.resume(governanceUpTo(log));
    expect(await shared.wake(Date.parse('2027-01-01T00:00:00Z'))).toBe(1);
    expect((await book.score('customer-1'))?.standing.state).toBe('new');
    expect((await book.score('customer-2'))?.standing.state).toBe('dormant');
  });

  it('comes under the rules in force, which a customer enters before it', async () => {
    const book = await BookUnderTest.open({ enters: 'by-and-by' });
    await book.arrive(policyActivated(), orderPlaced({ at: '2026-01-01T10:00:00Z' }));
    await book.measure();
    await book.book.entering.all();
    await book.arrive(policyActivated({ name: 'next', at: '2026-03-02T00:00:00Z' }));
    await book.measure();
    expect((await book.score())?.activation).not.toBe(book.book.era.activation);
    expect(await book.wakeAt('2027-01-01T00:00:00Z')).toBe(1);
    expect((await book.score())?.activation).toBe(book.book.era.activation);
    await book.close();
  });
});
