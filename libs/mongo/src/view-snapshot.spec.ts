import type { Connection } from 'mongoose';
import type { ViewDocument, Views } from './view-model.js';
import { snapshotPages } from './view-snapshot.js';

/** A cluster with documents `0` to `count - 1` that notes what it is asked. */
function clusterOf(count: number) {
  const documents = Array.from({ length: count }, (_, number): ViewDocument => {
    return { _id: String(number), version: 1, body: '{}', fields: {} };
  });
  const notes: unknown[] = [];
  const session = { endSession: async () => void notes.push('ended') };
  const connection = {
    getClient: () => ({
      startSession: (options: unknown) => {
        notes.push(options);
        return session;
      },
    }),
  };
  const views = {
    find: (filter: { _id?: { $gt: string } }, options: { session: unknown }) => {
      notes.push(options.session === session ? filter : 'outside of the session');
      const rest = documents.filter(({ _id }) => filter._id === undefined || _id > filter._id.$gt);
      let limited = rest;
      const cursor = {
        sort: (order: unknown) => {
          expect(order).toEqual({ _id: 1 });
          return cursor;
        },
        limit: (limit: number) => {
          limited = rest.slice(0, limit);
          return cursor;
        },
        batchSize: () => cursor,
        toArray: async () => limited,
      };
      return cursor;
    },
  };
  return {
    pages: (size: number) => snapshotPages(connection as unknown as Connection, views as unknown as Views, size),
    notes,
  };
}

describe('a snapshot of a cluster', () => {
  it.each([
    [5, [2, 2, 1]],
    [4, [2, 2]],
    [0, []],
  ])(
    'given %d views, when they are walked two by two, then in one snapshot session, which ends',
    async (count, sizes) => {
      const { pages, notes } = clusterOf(count);

      const walked: string[][] = [];
      for await (const page of pages(2)) walked.push(page.map(({ _id }) => _id));

      expect(walked.map(({ length }) => length)).toEqual(sizes);
      expect(walked.flat()).toEqual(Array.from({ length: count }, (_, number) => String(number)));
      expect(notes[0]).toEqual({ snapshot: true });
      expect(notes.slice(1, -1)).toEqual([
        {},
        ...[1, 3].filter((last) => last < count).map((last) => ({ _id: { $gt: String(last) } })),
      ]);
      expect(notes.at(-1)).toBe('ended');
    },
  );

  it('given a walk, when it is left early, then its session ends', async () => {
    const { pages, notes } = clusterOf(5);

    for await (const page of pages(2)) if (page.length > 0) break;

    expect(notes).toEqual([{ snapshot: true }, {}, 'ended']);
  });
});
