import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { type TemporaryFolder, temporaryFolder } from '@vilfredo/testing';
import { Medium } from './medium.js';

describe('the medium of a database', () => {
  let folder: TemporaryFolder;
  let database: DatabaseSync;
  beforeEach(async () => {
    folder = await temporaryFolder();
    database = new DatabaseSync(join(folder.path, 'a.db'));
    database.exec('PRAGMA journal_mode = WAL; CREATE TABLE t (x)');
  });
  afterEach(async () => {
    if (database.isOpen) database.close();
    await folder.dispose();
  });

  it('given a synchronisation under way, when others ask, then they share one that begins after it', async () => {
    const medium = new Medium(database);

    const [first, second, third] = [medium.sync(), medium.sync(), medium.sync()];

    expect(second).toBe(third);
    expect(first).not.toBe(second);
    await Promise.all([first, second]);
    expect(medium.sync()).not.toBe(second);
    await medium.close();
  });

  it('given synchronisations under way, when it is closed, then they end first', async () => {
    const medium = new Medium(database);
    const ended: number[] = [];
    const asked = [medium.sync(), medium.sync()].map((sync, index) => sync.then(() => ended.push(index)));

    await medium.close();
    database.close();

    await Promise.all(asked);
    expect(ended).toEqual([0, 1]);
  });

  it('given it failed once, when it is asked again, then it is unavailable until the next start', async () => {
    const medium = new Medium(database);
    database.close();
    await rm(join(folder.path, 'a.db-wal'), { force: true });
    database.open();
    const failing = { kind: 'unavailable', reason: expect.stringContaining('start again') };

    await expect(medium.sync()).rejects.toMatchObject(failing);
    database.exec('INSERT INTO t VALUES (1)');

    await expect(medium.sync()).rejects.toMatchObject(failing);
    await medium.close();
  });
});
