import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { anEvent, type TemporaryFolder, temporaryFolder } from '@vilfredo/testing';
import { FORMAT } from './data-folder.js';
import { openEventLog } from './embedded-event-log.js';
import { openViewStore } from './embedded-view-store.js';

describe('the data folder', () => {
  let folder: TemporaryFolder;
  beforeEach(async () => {
    folder = await temporaryFolder();
  });
  afterEach(() => folder.dispose());

  const openLog = (path: string) => openEventLog({ folder: path, clock: () => 0 });
  const refusal = (reason: RegExp) => ({ kind: 'invalid', field: 'data', reason: expect.stringMatching(reason) });

  it('given no folder yet, when it is opened, then it is made with all above it', async () => {
    const path = join(folder.path, 'deep', 'data');

    await (await openLog(path)).close();
    await (await openViewStore({ folder: path })).close();

    const log = new DatabaseSync(join(path, 'log.db'));
    expect(log.prepare('PRAGMA user_version').get()?.user_version).toBe(FORMAT);
    expect(log.prepare('PRAGMA journal_mode').get()?.journal_mode).toBe('wal');
    log.close();
  });

  it.each(['log.db', 'views.db'])(
    'given %s of a newer version, when it is opened, then both formats and the way out are named',
    async (file) => {
      await (await openLog(folder.path)).close();
      await (await openViewStore({ folder: folder.path })).close();
      const database = new DatabaseSync(join(folder.path, file));
      database.exec('PRAGMA user_version = 7');
      database.close();

      const opening = file === 'log.db' ? openLog(folder.path) : openViewStore({ folder: folder.path });

      await expect(opening).rejects.toMatchObject(
        refusal(new RegExp(`format 7.*up to format ${FORMAT}.*start the newer version.*--data`)),
      );
    },
  );

  it('given a folder of an older version, when it is opened, then the older one would refuse what may be written now', async () => {
    const event = anEvent();
    const log = await openLog(folder.path);
    await log.append([event]);
    await log.close();
    const path = join(folder.path, 'log.db');
    const older = new DatabaseSync(path);
    older.exec('PRAGMA user_version = 1');
    older.close();

    const again = await openLog(folder.path);

    expect((await again.read({ topics: [event.topic], limit: 1 })).events).toMatchObject([{ id: event.id }]);
    await again.close();
    const newer = new DatabaseSync(path);
    expect(newer.prepare('PRAGMA user_version').get()?.user_version).toBe(FORMAT);
    newer.close();
  });

  it('given a file system that takes no folders, when it is opened there, then it says so instead of trying for ever', async () => {
    const denied = process.platform === 'linux' ? '/proc/self/data' : join(folder.path, 'missing\0');

    await expect(openLog(denied)).rejects.toMatchObject(refusal(/is not writable: give another with --data$/));
  });

  it('given a place that cannot be written, when it is opened, then it says so and how to mend it', async () => {
    const file = join(folder.path, 'a-file');
    await writeFile(file, '');

    await expect(openLog(join(file, 'data'))).rejects.toMatchObject(
      refusal(/is not writable: give another with --data$/),
    );
  });

  it('given a file that is no database, when it is opened, then it is refused and left as it is', async () => {
    await writeFile(join(folder.path, 'log.db'), 'these are not the bytes of a database, and there are enough of them');

    await expect(openLog(folder.path)).rejects.toMatchObject(refusal(/damaged or no Vilfredo file/));
  });

  it('given the database of another program, when it is opened, then it is refused and left as it is', async () => {
    const path = join(folder.path, 'views.db');
    const foreign = new DatabaseSync(path);
    foreign.exec('CREATE TABLE theirs (id INTEGER)');
    foreign.close();

    await expect(openViewStore({ folder: folder.path })).rejects.toMatchObject(refusal(/no Vilfredo file/));

    const again = new DatabaseSync(path);
    expect(again.prepare('SELECT name FROM sqlite_schema').all()).toHaveLength(1);
    again.close();
  });
});
