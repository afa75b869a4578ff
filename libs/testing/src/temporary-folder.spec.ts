import { access, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { temporaryFolder } from './temporary-folder.js';

describe('a temporary folder', () => {
  it('given two of them, when one is disposed of, then it is gone with its files and the other stays', async () => {
    const [one, other] = [await temporaryFolder(), await temporaryFolder()];
    await writeFile(join(one.path, 'file'), '');

    await one.dispose();

    await expect(access(one.path)).rejects.toMatchObject({ code: 'ENOENT' });
    await access(other.path);
    await other.dispose();
  });
});
