import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { temporaryFolder } from '@vilfredo/testing';
import { openScratchStore } from './scratch-store.js';

describe('a store for one piece of work', () => {
  it('given a folder, when it is used and disposed of, then it kept what it was given and left nothing there', async () => {
    const folder = await temporaryFolder();
    const { store, dispose } = await openScratchStore(folder.path);
    const views = await store.collection({ name: 'scratch', fields: {}, indexes: {} });
    await views.save([{ id: 'a', version: 0, body: '{}', fields: {} }]);
    expect(await views.count()).toBe(1);
    expect(await readdir(folder.path)).toHaveLength(1);
    await dispose();
    expect(await readdir(folder.path)).toEqual([]);
    await folder.dispose();
  });

  it('given two of them, when one is written to, then the other is empty', async () => {
    const folder = await temporaryFolder();
    const [one, other] = [await openScratchStore(folder.path), await openScratchStore(folder.path)];
    const definition = { name: 'scratch', fields: {}, indexes: {} };
    await (await one.store.collection(definition)).save([{ id: 'a', version: 0, body: '{}', fields: {} }]);
    expect(await (await other.store.collection(definition)).count()).toBe(0);
    await Promise.all([one.dispose(), other.dispose()]);
    await folder.dispose();
  });

  it('given a place where nothing can be made, when it is opened, then it says that there is no room', async () => {
    await expect(openScratchStore(join('/dev/null', 'none'))).rejects.toMatchObject({ kind: 'unavailable' });
  });
});
