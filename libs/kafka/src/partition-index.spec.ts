import { openViewStore } from '@vilfredo/embedded';
import type { StoredEvent, ViewStore } from '@vilfredo/event-sourcing';
import { anEvent, type TemporaryFolder, temporaryFolder } from '@vilfredo/testing';
import { historyCollection, indexedCollection, PartitionIndex } from './partition-index.js';
import type { Place } from './partition-reading.js';

const place = { topic: 'orders', partition: 0 };
const perAnswer = 3;

describe('the index of a partition', () => {
  let folder: TemporaryFolder;
  let store: ViewStore;
  let log: StoredEvent[];
  let read: number[];
  let silentAnswers: number;
  beforeEach(async () => {
    folder = await temporaryFolder();
    store = await openViewStore({ folder: folder.path });
    [log, read, silentAnswers] = [[], [], 0];
  });
  afterEach(async () => {
    await store.close();
    await folder.dispose();
  });

  const grow = (...subjects: string[]) => {
    for (const subject of subjects) {
      log.push({ ...anEvent({ subject }), ...place, offset: log.length, recordedat: '2026-03-01T10:00:00.000Z' });
    }
  };
  const reading = {
    fetch: async (places: readonly Place[]) => {
      const { offset } = places[0]!;
      if (silentAnswers-- > 0) return [{ ...place, from: offset, to: offset, events: [] }];
      read.push(offset);
      const events = log.slice(offset, offset + perAnswer);
      return [{ ...place, from: offset, to: offset + events.length, events }];
    },
    beginnings: async () => new Map([['orders', [0]]]),
  } as unknown as ConstructorParameters<typeof PartitionIndex>[1];
  const collections = async () => ({
    entries: await store.collection(historyCollection),
    indexed: await store.collection(indexedCollection),
  });
  /** As a process that shares the store. */
  const anIndex = async (most: number) => new PartitionIndex(place, reading, await collections(), most);
  const offsets = async (index: PartitionIndex, subject: string) =>
    (await index.of(subject, log.length)).map(({ offset }) => offset);
  const stored = async () => (await collections()).entries.count();

  it('given few events, then they are told from memory, and nothing is stored', async () => {
    grow('one', 'other', 'one');
    const index = await anIndex(10);
    expect(await offsets(index, 'one')).toEqual([0, 2]);
    grow('other', 'one');
    expect(await offsets(index, 'one')).toEqual([0, 2, 4]);
    expect(await offsets(index, 'nobody')).toEqual([]);
    expect(await stored()).toBe(0);
    expect(read).toEqual([0, 3]);
  });

  it('given enough of them, then they are stored, and those in memory follow them', async () => {
    grow('one', 'other', 'one', 'other', 'one');
    const index = await anIndex(4);
    expect(await offsets(index, 'one')).toEqual([0, 2, 4]);
    expect(await stored()).toBe(5);
    grow('one');
    expect(await offsets(index, 'one')).toEqual([0, 2, 4, 5]);
    expect(await stored()).toBe(5);
  });

  it('given a process that begins anew, then it reads what is not stored, and nothing else', async () => {
    grow('one', 'other', 'one', 'other', 'one');
    await offsets(await anIndex(4), 'one');
    grow('one');
    read = [];
    expect(await offsets(await anIndex(4), 'one')).toEqual([0, 2, 4, 5]);
    expect(read).toEqual([5]);
  });

  it('given two processes, then either tells all of it, and one goes on from what the other has stored', async () => {
    const [here, there] = [await anIndex(4), await anIndex(4)];
    grow('one', 'other', 'one');
    expect(await offsets(here, 'one')).toEqual([0, 2]);
    grow('other', 'one', 'one', 'other', 'one');
    expect(await offsets(there, 'one')).toEqual([0, 2, 4, 5, 7]);
    read = [];
    expect(await offsets(here, 'one')).toEqual([0, 2, 4, 5, 7]);
    expect(read.every((offset) => offset >= 6)).toBe(true);
  });

  it('given both store the same events at once, then each is told once', async () => {
    const [here, there] = [await anIndex(4), await anIndex(4)];
    grow('one', 'one', 'one', 'one', 'one');
    expect(await Promise.all([offsets(here, 'one'), offsets(there, 'one')])).toEqual([
      [0, 1, 2, 3, 4],
      [0, 1, 2, 3, 4],
    ]);
    grow('one');
    expect(await offsets(here, 'one')).toEqual([0, 1, 2, 3, 4, 5]);
  });

  it('given many ask while events are being stored, then everybody is told all', async () => {
    const index = await anIndex(4);
    for (let round = 0; round < 5; round++) {
      grow('one', 'other', 'one');
      const expected = log.filter(({ subject }) => subject === 'one').map(({ offset }) => offset);
      const told = await Promise.all(Array.from({ length: 4 }, () => offsets(index, 'one')));
      expect(told).toEqual([expected, expected, expected, expected]);
    }
  });

  it('given answers without what there is, then it asks again, and says so when that does not help', async () => {
    const index = await anIndex(10);
    grow('one', 'other', 'one');
    silentAnswers = 3;
    expect(await offsets(index, 'one')).toEqual([0, 2]);
    grow('one');
    silentAnswers = Number.POSITIVE_INFINITY;
    await expect(offsets(index, 'one')).rejects.toMatchObject({ kind: 'unavailable' });
    silentAnswers = 0;
    expect(await offsets(index, 'one')).toEqual([0, 2, 3]);
  });

  it('given the store refused, then nothing is missing the next time', async () => {
    const { entries, indexed } = await collections();
    let refusals = 1;
    const refusing = Object.assign(Object.create(entries) as typeof entries, {
      save: async (views: Parameters<typeof entries.save>[0]) => {
        if (refusals-- > 0) throw new Error('the disk is full');
        return entries.save(views);
      },
    });
    const index = new PartitionIndex(place, reading, { entries: refusing, indexed }, 2);
    grow('one', 'other', 'one', 'one');
    await expect(offsets(index, 'one')).rejects.toThrow('the disk is full');
    expect(await offsets(index, 'one')).toEqual([0, 2, 3]);
  });
});
