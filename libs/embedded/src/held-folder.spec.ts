import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type TemporaryFolder, temporaryFolder } from '@vilfredo/testing';
import { holdFolder } from './held-folder.js';

describe('a data folder that is held', () => {
  let home: TemporaryFolder;
  beforeEach(async () => {
    home = await temporaryFolder();
  });
  afterEach(() => home.dispose());

  it('given another who wants it, then they are told to give another folder, until it is let go of', async () => {
    const held = await holdFolder(home.path);
    await expect(holdFolder(home.path)).rejects.toMatchObject({
      kind: 'invalid',
      field: 'data',
      reason: expect.stringMatching(/is in use by another process: .*--data/),
    });
    held.letGo();
    (await holdFolder(home.path)).letGo();
  });

  it('given a folder that is not there, then it is made, and nothing is written but an empty file', async () => {
    const folder = join(home.path, 'data');
    const held = await holdFolder(folder);
    expect(await readdir(folder)).toEqual(['in-use.lock']);
    held.letGo();
  });

  it('given a folder that cannot be made, then it says so', async () => {
    await writeFile(join(home.path, 'file'), '');
    await expect(holdFolder(join(home.path, 'file'))).rejects.toMatchObject({ kind: 'invalid', field: 'data' });
  });
});
