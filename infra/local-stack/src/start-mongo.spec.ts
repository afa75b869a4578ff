import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import mongoose from 'mongoose';
import { describeWithLocalStack } from './describe-with.js';
import { type LocalDatabase, type MongoOptions, startMongo } from './start-mongo.js';

interface View {
  readonly _id: string;
  readonly version: number;
  readonly by: string;
}
const durable = { writeConcern: { w: 'majority', j: true } } as const;

describeWithLocalStack('a database of the local stack', () => {
  let folder: string;
  let database: LocalDatabase;
  const clients: mongoose.mongo.MongoClient[] = [];
  const views = () => {
    const client = new mongoose.mongo.MongoClient(database.url, { serverSelectionTimeoutMS: 2_000 });
    clients.push(client);
    return client.db('test').collection<View>('views');
  };
  const start = async (options?: MongoOptions) => {
    database = await startMongo(options);
    const collection = views();
    await collection.createIndex({ _id: 1, version: 1 }, { unique: true });
    return collection;
  };
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'vilfredo-mongo-'));
  });
  afterEach(async () => {
    for (const client of clients.splice(0)) await client.close();
    await database.stop();
    await rm(folder, { recursive: true, force: true });
  });

  it('lets one of two writers win who replace the same version', async () => {
    const writers = [await start(), views()];
    await writers[0]?.insertOne({ _id: 'c1', version: 0, by: 'nobody' });
    for (let version = 0; version < 100; version++) {
      const wins = await Promise.all(
        writers.map(async (writer, index) => {
          const next = { version: version + 1, by: `${index}` };
          return (await writer.replaceOne({ _id: 'c1', version }, next, durable)).modifiedCount;
        }),
      );
      expect(wins.toSorted()).toEqual([0, 1]);
    }
  }, 60_000);

  it('refuses what a unique index forbids, also when two ask at once', async () => {
    const collection = await start();
    await collection.createIndex({ by: 1 }, { unique: true });
    const twice = await Promise.allSettled(
      ['c1', 'c2'].map((_id) => collection.insertOne({ _id, version: 0, by: 'same' }, durable)),
    );
    expect(twice.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    const refused = twice.find((one) => one.status === 'rejected');
    expect(refused?.reason).toMatchObject({ code: 11_000 });
    expect(await collection.countDocuments()).toBe(1);
  }, 60_000);

  it('has in its file all that it acknowledged, whole, when it is killed while four write', async () => {
    const collection = await start({ dataFile: join(folder, 'views.h2') });
    await collection.createIndex({ by: 1 }, { unique: true });
    const acknowledged = new Map<string, number>();
    const asked: string[] = [];
    const writing = Promise.allSettled(
      [0, 1, 2, 3].map((writer) => writeUntilItBreaks(collection, `${writer}`, acknowledged, asked)),
    );
    while (acknowledged.size < 150) await new Promise((resolve) => setTimeout(resolve, 5));
    await database.kill();
    await writing;
    await database.restart();

    const kept = new Map((await collection.find().toArray()).map((view) => [view._id, view]));
    for (const [id, version] of acknowledged) expect(kept.get(id)?.version).toBeGreaterThanOrEqual(version);
    // A document that is there is in every index, and one that is not there is in none.
    for (const id of asked) {
      const again = collection.insertOne({ _id: id, version: 0, by: id }, durable);
      if (kept.has(id)) await expect(again).rejects.toMatchObject({ code: 11_000 });
      else await again;
      expect(await collection.findOne({ by: id })).toMatchObject({ _id: id });
    }
  }, 60_000);

  it('leaves its file behind, and without one it leaves nothing', async () => {
    const dataFile = join(folder, 'views.h2');
    await start({ dataFile });
    await database.stop();
    expect(existsSync(dataFile)).toBe(true);
    const collection = await start();
    await collection.insertOne({ _id: 'c1', version: 0, by: '' });
    await database.restart();
    expect(await collection.countDocuments()).toBe(0);
  }, 60_000);
});

async function writeUntilItBreaks(
  collection: mongoose.mongo.Collection<View>,
  writer: string,
  acknowledged: Map<string, number>,
  asked: string[],
): Promise<never> {
  for (let n = 0; ; n++) {
    const id = `${writer}-${n}`;
    asked.push(id);
    await collection.insertOne({ _id: id, version: 0, by: id }, durable);
    acknowledged.set(id, 0);
    await collection.replaceOne({ _id: id, version: 0 }, { version: 1, by: id }, durable);
    acknowledged.set(id, 1);
  }
}
