import { MemoryViews } from '@vilfredo/testing';
import type { StoredEvent } from './event.js';
import { Failure } from './failure.js';
import { ParkingLot, parkedCollection } from './parking-lot.js';

const event = (subject: string, offset: number, recorded = offset): StoredEvent => ({
  topic: 'orders',
  subject,
  id: `${subject}${offset}`,
  type: 'OrderPlaced',
  version: 2,
  time: '2026-03-01T00:00:00.000Z',
  recordedat: new Date(recorded).toISOString(),
  correlationid: 'c',
  partition: 0,
  offset,
  data: '{}',
});
const bug = new Failure('bug', 'no such thing');
const invalid = new Failure('invalid', 'is no number', { field: 'lines.0.quantity' });

async function lotAt(start = 0) {
  let now = start;
  const entries = new MemoryViews(parkedCollection);
  const lot = await ParkingLot.open(entries, () => now);
  return { lot, entries, wait: (ms: number) => (now += ms), again: () => ParkingLot.open(entries, () => now) };
}

describe('the parking lot', () => {
  it('keeps the events of a subject in the order in which they were recorded', async () => {
    const { lot } = await lotAt();
    for (const offset of [10, 9, 100, 2]) await lot.park(event('a', offset), offset === 10 ? invalid : null);
    expect((await lot.on('a')).map(({ event: { offset } }) => offset)).toEqual([2, 9, 10, 100]);
  });

  it('keeps those of one moment in the order of the log', async () => {
    const { lot } = await lotAt();
    for (const offset of [10, 9, 100]) await lot.park(event('a', offset, 5), null);
    expect((await lot.on('a')).map(({ event: { offset } }) => offset)).toEqual([9, 10, 100]);
  });

  it('keeps subjects apart', async () => {
    const { lot } = await lotAt();
    await lot.park(event('b', 1), invalid);
    await lot.park(event('a', 2), invalid);
    expect(await lot.all()).toEqual(['a', 'b']);
    expect((await lot.on('a')).map(({ event: { id } }) => id)).toEqual(['a2']);
    lot.release('a');
    expect([lot.has('a'), lot.has('b'), lot.size]).toEqual([false, true, 1]);
  });

  it('says why an event waits: kind, reason and field, and nothing of those that only wait behind it', async () => {
    const { lot } = await lotAt(7);
    await lot.park(event('a', 1), invalid);
    await lot.park(event('a', 2), null);
    expect(await lot.on('a')).toMatchObject([
      { cause: { kind: 'invalid', reason: 'is no number', field: 'lines.0.quantity' }, parkedAt: 7, attempts: 0 },
      { cause: null },
    ]);
  });

  it('is the same after a restart', async () => {
    const { lot, again } = await lotAt();
    await lot.park(event('a', 1), invalid);
    const reopened = await again();
    expect(await reopened.all()).toEqual(['a']);
    expect(await reopened.on('a')).toEqual(await lot.on('a'));
  });

  it('tries a bug again after 1 s, 5 s, 30 s, 2 and 10 minutes, and then leaves it to somebody', async () => {
    const { lot, wait } = await lotAt();
    for (const seconds of [1, 5, 30, 120, 600]) {
      await lot.park(event('a', 1), bug);
      wait(seconds * 1_000 - 1);
      expect(await lot.due()).toEqual([]);
      wait(1);
      expect(await lot.due()).toEqual(['a']);
    }
    await lot.park(event('a', 1), bug);
    wait(1e9);
    expect(await lot.due()).toEqual([]);
  });

  it('counts its attempts', async () => {
    const { lot } = await lotAt();
    for (let i = 0; i < 3; i++) await lot.park(event('a', 1), bug);
    expect((await lot.on('a'))[0]?.attempts).toBe(2);
  });

  it('never tries again by itself what can never be processed', async () => {
    const { lot, wait } = await lotAt();
    await lot.park(event('a', 1), invalid);
    await lot.park(event('a', 2), null);
    wait(1e9);
    expect(await lot.due()).toEqual([]);
  });

  it('changes nothing of an event that comes again behind another', async () => {
    const { lot } = await lotAt();
    await lot.park(event('a', 1), bug);
    const before = await lot.on('a');
    await lot.park(event('a', 1), null);
    expect(await lot.on('a')).toEqual(before);
  });

  it('lets go of an event that was removed', async () => {
    const { lot } = await lotAt();
    await lot.park(event('a', 1), bug);
    await lot.remove(event('a', 1));
    expect(await lot.on('a')).toEqual([]);
  });

  describe('given another lot, as a rebuild comes to', () => {
    const bothLots = async () => {
      const [here, there] = [await lotAt(), await lotAt()];
      await here.lot.park(event('only-here', 1), bug);
      for (const { lot } of [here, there]) await lot.park(event('both', 2), bug);
      await there.lot.park(event('only-there', 3), invalid);
      return { lot: here.lot, there: there.entries };
    };

    it('when what waits there is included, then it waits here too, and what waits in both has kept its attempts', async () => {
      const { lot, there } = await bothLots();
      await lot.park(event('both', 2), bug);
      await lot.include(there);
      expect(await lot.all()).toEqual(['both', 'only-here', 'only-there']);
      expect(lot.has('only-there')).toBe(true);
      expect(await lot.on('only-there')).toMatchObject([{ event: { offset: 3 }, cause: { kind: 'invalid' } }]);
      expect(await lot.on('both')).toMatchObject([{ attempts: 1 }]);
    });

    it('when only what waits there is kept, then the others flow again', async () => {
      const { lot, there } = await bothLots();
      await lot.keepOnly(there);
      expect(await lot.all()).toEqual(['both']);
      expect(lot.has('only-here')).toBe(false);
    });
  });
});
