import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Worker } from 'node:worker_threads';
import { type TemporaryFolder, temporaryFolder } from '@vilfredo/testing';
import { CheckpointThread } from './checkpoint-thread.js';

describe('the thread that checkpoints', () => {
  let folder: TemporaryFolder;
  let workers: Worker[];
  let thread: CheckpointThread;
  const opened: DatabaseSync[] = [];
  beforeEach(async () => {
    folder = await temporaryFolder();
    workers = [];
    thread = new CheckpointThread(() => {
      const worker = new Worker(new URL('./checkpointer.ts', import.meta.url));
      workers.push(worker);
      return worker;
    });
  });
  afterEach(async () => {
    for (const database of opened.splice(0)) if (database.isOpen) database.close();
    await folder.dispose();
  });

  const aDatabase = (name: string) => {
    const database = new DatabaseSync(join(folder.path, name));
    opened.push(database);
    database.exec('PRAGMA journal_mode = WAL; PRAGMA wal_autocheckpoint = 0; CREATE TABLE t (x)');
    return { database, path: database.location() ?? '' };
  };
  const uncopied = (database: DatabaseSync) => {
    const frames = database.prepare('PRAGMA wal_checkpoint(NOOP)').get();
    return Number(frames?.log) - Number(frames?.checkpointed);
  };

  it('given several databases, when they need it, then one thread serves all, and ends with the last of them', async () => {
    const [one, other] = [aDatabase('a.db'), aDatabase('b.db')];

    expect(await Promise.all([thread.checkpoint(one), thread.checkpoint(other)])).toEqual(['done', 'done']);

    expect([uncopied(one.database), uncopied(other.database)]).toEqual([0, 0]);
    expect(workers).toHaveLength(1);
    const ended = once(workers[0]!, 'exit');
    await thread.leave(one);
    // The last connection removes the log.
    one.database.close();
    expect(existsSync(`${one.path}-wal`)).toBe(false);
    expect(await thread.checkpoint(other)).toBe('done');
    await thread.leave(other);
    await ended;
    expect(workers).toHaveLength(1);
  });

  it('given databases that leave one before the other has its answer, when all have left, then each has had it', async () => {
    const [small, large] = [aDatabase('a.db'), aDatabase('b.db')];
    const rows = 'WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 4000)';
    large.database.exec(`INSERT INTO t ${rows} SELECT zeroblob(4000) FROM n`);
    const first = [thread.checkpoint(small), thread.leave(small)];
    const second = [thread.checkpoint(large), thread.leave(large)];

    expect(await Promise.all([...first, ...second])).toEqual(['done', undefined, 'done', undefined]);

    expect(uncopied(large.database)).toBe(0);
    expect(workers.map(({ threadId }) => threadId)).toEqual([-1]);
  });

  it('given a thread that dies at its work, when it is needed again, then another does it', async () => {
    const one = aDatabase('a.db');
    const asked = thread.checkpoint(one);
    await workers[0]?.terminate();

    expect(await asked).toBe('failed');
    expect(await thread.checkpoint(one)).toBe('done');

    expect(uncopied(one.database)).toBe(0);
    expect(workers).toHaveLength(2);
    await workers[1]?.terminate();
    await thread.leave(one);
    expect(workers).toHaveLength(2);
  });

  it('given no thread can be begun, when it is needed, then it has failed', async () => {
    const none = new CheckpointThread(() => {
      throw new Error('no more threads');
    });
    const one = aDatabase('a.db');

    expect(await none.checkpoint(one)).toBe('failed');
    await none.leave(one);
  });

  it('given a file that is gone, when it is to be checkpointed, then that fails, and it is not made anew', async () => {
    const gone = { path: join(folder.path, 'gone.db') };

    expect(await thread.checkpoint(gone)).toBe('failed');
    await thread.leave(gone);

    expect(existsSync(gone.path)).toBe(false);
  });
});
