import { orderPlaced, parkedEventSkipped, policyActivated } from '@vilfredo/testing';
import { BookUnderTest } from '../../test/book-under-test.js';
import { ScoreBook } from '../score-customers/score-book.js';
import { governanceUpTo } from './governance-log.js';

describe('given new rules, into which everybody enters by and by', () => {
  let book: BookUnderTest;
  beforeEach(async () => {
    book = await BookUnderTest.open({ enters: 'by-and-by' });
    await book.arrive(policyActivated({ window: 'all' }));
    await book.arrive(orderPlaced(), orderPlaced({ customer: 'customer-2' }));
    await book.measure();
    await book.book.entering.all();
  });
  afterEach(() => book.close());

  const newRules = () => policyActivated({ name: 'eastern', timeZone: 'Europe/Berlin', at: '2027-06-01T00:00:00Z' });

  it('when a handful have been looked at, then the others have still to enter', async () => {
    await book.arrive(newRules());
    expect(await book.book.entering.some()).toBe(false);
    const { activation } = book.book.era;
    expect((await book.score('customer-1'))?.activation).toBe(activation);
    expect((await book.score('customer-2'))?.activation).not.toBe(activation);
    expect(book.book.entering.isOver).toBe(false);
    await book.book.entering.all();
    expect((await book.score('customer-2'))?.activation).toBe(activation);
    expect(book.book.eras.count).toBe(1);
  });

  it('when another process scores somebody, then they are left to it', async () => {
    const { log, views, parking } = book;
    const owns = (id: string) => id === 'customer-1';
    await book.log.append([newRules()]);
    const shared = new ScoreBook({ log, views, parking, publishes: true, enters: 'by-and-by', handful: 1, owns });
    await shared.resume(governanceUpTo(log), () => false);
    await shared.entering.all();
    expect((await book.score('customer-1'))?.activation).toBe(shared.era.activation);
    expect((await book.score('customer-2'))?.activation).not.toBe(shared.era.activation);
  });

  it('when somebody is parked meanwhile, then they go through the rules before, too, once nothing waits any more', async () => {
    const bad = { ...orderPlaced(), data: 'no JSON' };
    await book.arrive(bad);
    book.clock.set('2027-06-01T00:00:00Z');
    await book.arrive(newRules());
    await book.book.entering.all();
    expect(book.book.eras.count).toBeGreaterThan(1);
    await book.arrive(parkedEventSkipped({ event: bad.id }));
    expect(await book.valueChanges('customer-1')).toContainEqual(
      expect.objectContaining({ type: 'ActivityChanged', to: 'dormant', policy: 'example' }),
    );
    expect((await book.score())?.activation).toBe(book.book.era.activation);
  });
});
