import { cutoffsRecorded, orderPlaced, policyActivated } from '@vilfredo/testing';
import { bookPerTest } from '../../test/book-under-test.js';

const theBook = bookPerTest();
const at = (iso: string) => Date.parse(iso);

describe('a policy that comes into force', () => {
  it('says nothing of anybody before the population has been measured under it', async () => {
    const book = theBook();
    await book.arrive(policyActivated(), orderPlaced());
    expect(await book.valueChanges()).toEqual([]);
    expect((await book.score())?.facts.orderFacts).toBe(1);
  });

  it('begins to tell with the first cut-offs', async () => {
    const book = theBook();
    await book.arrive(policyActivated(), orderPlaced());
    await book.measure();
    expect((await book.valueChanges()).map(({ type, from, to, seq }) => ({ type, from, to, seq }))).toEqual([
      { type: 'ActivityChanged', from: null, to: 'new', seq: 1 },
      { type: 'ValueChanged', from: null, to: 100, seq: 2 },
    ]);
  });

  it('folds customers again in its own time zone', async () => {
    const book = theBook();
    await book.arrive(policyActivated(), orderPlaced({ at: '2026-03-01T23:30:00Z' }));
    const day = (await book.score())?.facts.days[0] ?? 0;
    await book.arrive(policyActivated({ name: 'eastern', timeZone: 'Europe/Berlin', at: '2026-03-02T00:00:00Z' }));
    expect((await book.score())?.facts.days).toEqual([day + 1]);
    expect(await book.rebuilt()).toEqual(await book.bodies());
  });

  it('keeps waking customers whose standing its first cut-offs leave as it was', async () => {
    const book = theBook();
    book.clock.set('2026-03-02T00:00:00Z');
    await book.arrive(policyActivated(), orderPlaced());
    await book.measure();
    await book.arrive(policyActivated({ name: 'again', at: '2026-03-03T00:00:00Z' }));
    await book.measure();
    expect((await book.score())?.dueAt).toBe(at('2027-03-01T00:00:00Z'));
    expect(await book.rebuilt()).toEqual(await book.bodies());
  });

  it('folds an order that was recorded in the same moment once, under the new rules', async () => {
    const book = theBook();
    await book.arrive(policyActivated(), orderPlaced());
    await book.arriveTogether(
      policyActivated({ name: 'eastern', timeZone: 'Europe/Berlin', at: '2026-03-02T00:00:00Z' }),
      orderPlaced({ at: '2026-03-01T23:30:00Z' }),
    );
    const score = await book.score();
    expect(score?.facts.orderFacts).toBe(2);
    expect(score?.facts.bucketEvents).toHaveLength(2);
    expect(score?.activation).toBe(book.book.era.activation);
    expect(await book.rebuilt()).toEqual(await book.bodies());
  });

  it('takes cut-offs that were measured under the policy before it for none', async () => {
    const book = theBook();
    await book.arrive(policyActivated(), orderPlaced());
    await book.arrive(policyActivated({ name: 'next', at: '2026-03-02T00:00:00Z' }));
    await book.arrive(cutoffsRecorded({ policy: 'example' }));
    expect(book.book.era.epoch).toBeNull();
    expect(book.book.eras.lastEpoch?.number).toBe(1);
  });
});
