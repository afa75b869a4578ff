import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { cached } from './cache-folder.js';

describe('the cache', () => {
  let within: string;
  beforeEach(async () => {
    within = await mkdtemp(join(tmpdir(), 'vilfredo-cache-'));
  });
  afterEach(() => rm(within, { recursive: true, force: true }));

  it('is filled once, however many ask at once', async () => {
    let fills = 0;
    const fill = async (folder: string) => {
      fills += 1;
      await writeFile(join(folder, 'first'), '');
      await pause(50);
      await writeFile(join(folder, 'last'), '');
    };
    const folders = await Promise.all([1, 2, 3].map(() => cached('jars', fill, within)));
    for (const folder of folders) expect(await readdir(folder)).toEqual(['first', 'last']);
    await cached('jars', fill, within);
    expect(fills).toBe(1);
    expect(await readdir(within)).toEqual(['jars']);
  });

  it('keeps nothing of what could not be filled, and is filled by the next who asks', async () => {
    const broken = async (folder: string) => {
      await writeFile(join(folder, 'half'), '');
      throw new Error('no network');
    };
    await expect(cached('jars', broken, within)).rejects.toThrow('no network');
    expect(await readdir(within)).toEqual([]);
    const folder = await cached('jars', (filling) => writeFile(join(filling, 'whole'), ''), within);
    expect(await readdir(folder)).toEqual(['whole']);
  });

  it('does not wait for a process that is gone', async () => {
    const noProcess = 2 ** 22 + 1;
    await writeFile(join(within, 'jars.lock'), String(noProcess));
    const folder = await cached('jars', (filling) => writeFile(join(filling, 'whole'), ''), within);
    expect(await readdir(folder)).toEqual(['whole']);
  });
});
