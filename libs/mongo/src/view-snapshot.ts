import { randomUUID } from 'node:crypto';
import type { Connection } from 'mongoose';
import { databaseOf } from './connection.js';
import { asking } from './mongo-failure.js';
import type { ViewDocument, Views } from './view-model.js';

type Pages = AsyncGenerator<readonly ViewDocument[]>;

/**
 * Every view by ascending id, read page by page as of the moment of the first, by MongoDB's own snapshot reads. The server
 * keeps that moment for `minSnapshotHistoryWindowInSeconds`, five minutes if not told otherwise; a walk that takes longer
 * fails as `unavailable`.
 */
export async function* snapshotPages(connection: Connection, views: Views, pageSize: number): Pages {
  const session = connection.getClient().startSession({ snapshot: true });
  try {
    for (let after: string | undefined; ; ) {
      const rest = after === undefined ? {} : { _id: { $gt: after } };
      const page = await asking(() =>
        views.find(rest, { session }).sort({ _id: 1 }).limit(pageSize).batchSize(pageSize).toArray(),
      );
      if (page.length > 0) yield page;
      if (page.length < pageSize) return;
      after = page.at(-1)?._id;
    }
  } finally {
    await session.endSession();
  }
}

/**
 * The same on the stand-in, which has no snapshot reads and changes documents in place under the eyes of whoever reads
 * them: it copies the collection in one request, in the course of which it does nothing else, and reads the copy. For a
 * MongoDB server a copy would not be of one moment.
 */
export async function* copiedPages(connection: Connection, name: string, pageSize: number): Pages {
  const database = databaseOf(connection);
  const copy = database.collection<ViewDocument>(`${name}.snapshot-${randomUUID()}`);
  // To leave out a field that is nowhere has the stand-in make new documents.
  const copying = [{ $project: { nothing: 0 } }, { $out: copy.collectionName }];
  await asking(() => database.collection(name).aggregate(copying).toArray());
  const cursor = copy.find({}, { batchSize: pageSize }).sort({ _id: 1 });
  try {
    let isMore = await asking(() => cursor.hasNext());
    // The cursor holds what it found, so that a walk that is broken off leaves no copy behind.
    await asking(() => copy.drop());
    while (isMore) {
      yield cursor.readBufferedDocuments();
      isMore = await asking(() => cursor.hasNext());
    }
  } finally {
    await asking(() => cursor.close());
  }
}
