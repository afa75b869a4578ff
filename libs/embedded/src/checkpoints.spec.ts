import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { setTimeout as pause } from 'node:timers/promises';
import { type TemporaryFolder, temporaryFolder } from '@vilfredo/testing';
import { type Checkpointed, CheckpointThread } from './checkpoint-thread.js';
import { Checkpoints, checkpointsOf } from './checkpoints.js';
import { openDatabase, openReader } from './data-folder.js';
import { Medium } from './medium.js';

const PAGES = 100;
/** Pages that one write fills, besides those above them in the tree. */
const WRITE = 10;

/** The thread, and what has been asked of it. */
function observedThread() {
  const thread = new CheckpointThread();
  const asked: ReturnType<CheckpointThread['checkpoint']>[] = [];
  const checkpoint = (user: Checkpointed) => {
    const answer = thread.checkpoint(user);
    asked.push(answer);
    return answer;
  };
  return { asked, checkpoint, leave: (user: Checkpointed) => thread.leave(user) };
}

describe('checkpoints beside the work', () => {
  let folder: TemporaryFolder;
  let database: DatabaseSync;
  let thread: ReturnType<typeof observedThread>;
  let medium: Medium;
  let written = 0;
  const open = () =>
    openDatabase({
      folder: folder.path,
      file: 'views.db',
      pageSize: 4_096,
      checkpointPages: PAGES,
      cacheKilobytes: 2_048,
      schema: 'CREATE TABLE views (id INTEGER PRIMARY KEY, body TEXT)',
    });
  beforeEach(async () => {
    folder = await temporaryFolder();
    database = await open();
    thread = observedThread();
    medium = new Medium(database, new Checkpoints(database, thread));
    written = 0;
  });
  afterEach(async () => {
    await medium.close();
    if (database.isOpen) database.close();
    await folder.dispose();
  });

  const reopenWith = async (other: Pick<CheckpointThread, 'checkpoint' | 'leave'>) => {
    await medium.close();
    database.close();
    database = await open();
    medium = new Medium(database, new Checkpoints(database, other));
  };
  const commit = (pages: number) => {
    database.exec('BEGIN IMMEDIATE');
    for (let page = 0; page < pages; page++) {
      written += 1;
      database.prepare('INSERT INTO views VALUES (?, ?)').run(written, 'x'.repeat(3_900));
    }
    database.exec('COMMIT');
  };
  const write = async () => {
    commit(WRITE);
    await medium.sync();
  };
  const writeUntilAsked = async (times: number) => {
    for (let most = 2 * PAGES; thread.asked.length < times && most > 0; most -= WRITE) await write();
    expect(thread.asked).toHaveLength(times);
  };
  const counts = () =>
    Object.values(database.prepare('PRAGMA wal_checkpoint(NOOP)').get() ?? {}).map(Number) as [number, number, number];
  const frames = () => counts()[1];
  const sqlitesOwnBound = () => database.prepare('PRAGMA wal_autocheckpoint').get()?.wal_autocheckpoint;
  const stored = (of: DatabaseSync) => of.prepare('SELECT count(*) AS count FROM views').get()?.count;

  it.each([
    ['3.53.4', 800],
    ['3.51.3', 800],
    ['3.51.2', 100],
    ['3.9.0', 100],
    ['', 100],
  ])(
    'given SQLite %p, when it is asked what it copies within a commit, then that begins at %d pages',
    async (sqlite, pages) => {
      await medium.close();
      database.close();
      database = await open();

      const checkpoints = checkpointsOf(database, sqlite);

      expect(database.prepare('PRAGMA wal_autocheckpoint').get()).toEqual({ wal_autocheckpoint: pages });
      await checkpoints.close();
    },
  );

  it('given a log that has not grown far, when it is written to, then no thread is begun', async () => {
    for (let pages = 0; pages < PAGES / 2; pages += WRITE) await write();

    expect(thread.asked).toHaveLength(0);
  });

  it('given writes that go on, when the log has grown, then it is copied beside and begun anew each time', async () => {
    const outcomes: string[] = [];
    let most = 0;
    for (let times = 1; times <= 5; times++) {
      await writeUntilAsked(times);
      for (let meanwhile = 0; meanwhile < 3; meanwhile++) await write();
      most = Math.max(most, frames());
      outcomes.push(await thread.asked[times - 1]!);
      await pause(1);
      await write();
      expect(frames()).toBeLessThan(PAGES);
    }

    expect(outcomes).toEqual(Array(5).fill('done'));
    expect(most).toBeLessThan(2 * PAGES);
    expect(stored(database)).toBe(written);
  });

  it('given a reader of an earlier moment, when the log grows, then the checkpoint waits for it without loss', async () => {
    const reader = openReader(database);
    await write();
    reader.exec('BEGIN');
    expect(stored(reader)).toBe(WRITE);

    await writeUntilAsked(1);

    expect(await thread.asked[0]).toBe('held');
    await pause(1);
    expect(sqlitesOwnBound()).toBe(frames() + 8 * PAGES);
    await write();
    expect(thread.asked).toHaveLength(1);
    expect(stored(reader)).toBe(WRITE);
    reader.close();
    await writeUntilAsked(2);
    expect(await thread.asked[1]).toBe('done');
    await pause(1);
    await write();
    expect(frames()).toBeLessThan(PAGES);
    expect(sqlitesOwnBound()).toBe(8 * PAGES);
    expect(stored(database)).toBe(written);
  });

  it('given a checkpoint under way, when the database is closed, then it ends first and no log stays behind', async () => {
    await writeUntilAsked(1);
    let answered = false;
    const answer = thread.asked[0]!.then(() => {
      answered = true;
    });

    await medium.close();

    expect(answered).toBe(true);
    database.close();
    expect(existsSync(join(folder.path, 'views.db-wal'))).toBe(false);
    await answer;
    database = await open();
    expect(stored(database)).toBe(written);
    expect(database.prepare('PRAGMA integrity_check').get()?.integrity_check).toBe('ok');
  });

  it.each([
    ['little', 4, true],
    ['much', 30, false],
  ])(
    'given %s is committed while the thread ends, when it has, then only little is copied here',
    async (_, pages, isCopied) => {
      const late = (user: Checkpointed) =>
        thread.checkpoint(user).then((outcome) => {
          commit(pages);
          return outcome;
        });
      await reopenWith({ checkpoint: late, leave: thread.leave });

      await writeUntilAsked(1);
      await thread.asked[0];
      await pause(1);

      const [, all, copied] = counts();
      expect(all === copied).toBe(isCopied);
    },
  );

  it('given a thread that fails each time, when writes go on, then it is asked seldom, and SQLite bounds the log itself', async () => {
    let asked = 0;
    const failing = {
      checkpoint: async () => {
        asked += 1;
        return 'failed' as const;
      },
      leave: async () => undefined,
    };
    await reopenWith(failing);
    let most = 0;

    for (let pages = 0; pages < 16 * PAGES; pages += WRITE) {
      await write();
      most = Math.max(most, frames());
    }

    expect(most).toBeGreaterThan(7 * PAGES);
    expect(most).toBeLessThan(9 * PAGES);
    expect(asked).toBeGreaterThan(7);
    expect(asked).toBeLessThan(18);
    expect(stored(database)).toBe(written);
  });
});
