import { chmod, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { type TemporaryFolder, temporaryFolder } from '@vilfredo/testing';
import { masterKeyFrom } from './master-key.js';

describe('the master key', () => {
  let folder: TemporaryFolder;
  beforeEach(async () => {
    folder = await temporaryFolder();
  });
  afterEach(() => folder.dispose());

  it('given a setting of 32 bytes, then it is the key, whatever the folder holds', async () => {
    const setting = Buffer.alloc(32, 7).toString('base64');
    await masterKeyFrom({ folder: folder.path });

    expect(await masterKeyFrom({ setting, folder: folder.path })).toEqual(Buffer.alloc(32, 7));
  });

  it('given a folder, then a key is made for its owner alone, and found again, also by two at once', async () => {
    const [one, other] = await Promise.all([
      masterKeyFrom({ folder: folder.path }),
      masterKeyFrom({ folder: folder.path }),
    ]);
    const file = join(folder.path, 'vault.key');

    expect(other).toEqual(one);
    expect(await masterKeyFrom({ folder: folder.path })).toEqual(one);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect(Buffer.from(await readFile(file, 'utf8'), 'base64')).toEqual(one);
  });

  it('given a file that others can read, then it is refused', async () => {
    await masterKeyFrom({ folder: folder.path });
    await chmod(join(folder.path, 'vault.key'), 0o644);

    await expect(masterKeyFrom({ folder: folder.path })).rejects.toThrow(/can be read by others: chmod 600 it/);
  });

  it.each([
    ['c2hvcnQ=', /must be 32 bytes in base64/],
    ['not base64 at all, but long enough to be it', /must be 32 bytes in base64/],
    [undefined, /VILFREDO_MASTER_KEY is missing: give 32 random bytes/],
    ['', /VILFREDO_MASTER_KEY is missing/],
  ])('given %j and no folder, then it says what is wrong, and never the key', async (setting, message) => {
    const failure = await masterKeyFrom({ setting }).catch((error: Error) => error);

    expect(failure).toMatchObject({ kind: 'invalid', message: expect.stringMatching(message) });
    if (setting) expect((failure as Error).message).not.toContain(setting);
  });

  it('given a folder that is not there, then it says so', async () => {
    await expect(masterKeyFrom({ folder: join(folder.path, 'nowhere') })).rejects.toThrow(/cannot be made.*ENOENT/);
  });
});
