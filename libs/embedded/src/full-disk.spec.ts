import type { DatabaseSync } from 'node:sqlite';
import type { AppendOutcome, EventToAppend } from '@vilfredo/event-sourcing';
import { anEvent, type TemporaryFolder, temporaryFolder } from '@vilfredo/testing';
import { openDatabase } from './data-folder.js';
import { EmbeddedViewCollection } from './embedded-view-collection.js';
import { EventTail } from './event-tail.js';
import { GroupCommit } from './group-commit.js';
import { KeyIndex } from './key-index.js';
import { LOG_SCHEMA } from './log-schema.js';
import { LogWriter } from './log-writer.js';
import { Medium } from './medium.js';
import { ReadableEnd } from './readable-end.js';
import { sharedSaves } from './shared-saves.js';
import { Snapshots } from './view-snapshot.js';
import { prepareTable } from './view-table.js';

const long = JSON.stringify({ text: 'x'.repeat(4_000) });

describe('a full disk', () => {
  let folder: TemporaryFolder;
  let database: DatabaseSync;
  const setUp = async (schema: string) => {
    database = await openDatabase({
      folder: folder.path,
      file: 'log.db',
      pageSize: 4_096,
      checkpointPages: 100,
      cacheKilobytes: 2_048,
      schema,
    });
  };
  const fill = () =>
    database.exec(`PRAGMA max_page_count = ${database.prepare('PRAGMA page_count').get()?.page_count}`);
  const free = () => database.exec('PRAGMA max_page_count = 100000');
  beforeEach(async () => {
    folder = await temporaryFolder();
  });
  afterEach(async () => {
    database.close();
    await folder.dispose();
  });

  it('given appends that do not fit, when they are flushed, then all are told, nothing is written, and later they can be', async () => {
    await setUp(LOG_SCHEMA);
    const keys = new KeyIndex(database, 2);
    const writer = new LogWriter(database, keys, () => 0, 1, new EventTail());
    const medium = new Medium(database);
    const readable = new ReadableEnd(() => keys.end(), medium);
    const commits = new GroupCommit<EventToAppend, readonly AppendOutcome[]>({
      write: (calls) => writer.write(calls),
      sync: () => readable.reach(),
    });
    const [small, large] = [anEvent(), Array.from({ length: 50 }, () => anEvent({ data: long }))];
    await commits.add([small, anEvent()]);
    fill();
    const fresh = anEvent();

    const outcomes = await Promise.allSettled([commits.add([fresh]), commits.add(large)]);

    for (const outcome of outcomes) {
      expect(outcome).toMatchObject({
        status: 'rejected',
        reason: { kind: 'unavailable', reason: 'the disk is full', retryAfter: expect.any(Number) },
      });
    }
    expect(readable.position).toBe(2);
    free();
    expect(await commits.add([small, fresh])).toEqual(['duplicate', 'appended']);
    expect(new Set(await commits.add(large))).toEqual(new Set(['appended']));
    await medium.close();
  });

  it('given views that do not fit, when they are saved, then the save is unavailable and none of them is written', async () => {
    await setUp('');
    const table = prepareTable(database, { name: 'customers', fields: {}, indexes: {} });
    const medium = new Medium(database);
    const saves = sharedSaves(database, medium);
    const collection = new EmbeddedViewCollection(database, table, new Snapshots(database), saves, medium);
    const views = Array.from({ length: 50 }, (_, index) => ({ id: `c-${index}`, version: 0, body: long, fields: {} }));
    fill();

    await expect(collection.save(views)).rejects.toMatchObject({ kind: 'unavailable', reason: 'the disk is full' });

    expect(await collection.count()).toBe(0);
    free();
    expect(await collection.save(views)).toEqual([]);
    await medium.close();
  });
});
