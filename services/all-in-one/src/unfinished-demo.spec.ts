import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type TemporaryFolder, temporaryFolder } from '@vilfredo/testing';
import { UnfinishedDemo } from './unfinished-demo.js';

describe('the demo that is to be sent', () => {
  let folder: TemporaryFolder;
  beforeEach(async () => {
    folder = await temporaryFolder();
  });
  afterEach(() => folder.dispose());

  const today = { seed: 1, customers: 50, until: '2026-11-02' };
  const tomorrow = { seed: 2, customers: 60, until: '2026-11-03' };
  const empty = async () => true;
  const filled = async () => false;
  const start = () => new UnfinishedDemo(join(folder.path, 'data'));

  it('given nothing recorded, when it starts, then it is a new one', async () => {
    expect(await start().next(today, empty)).toEqual(today);
  });

  it('given records that it did not send, when it starts, then there is none', async () => {
    expect(await start().next(today, filled)).toBeNull();
  });

  it('given one that was begun and not finished, when it starts again on another day, then it is the same one', async () => {
    await start().next(today, empty);

    expect(await start().next(tomorrow, filled)).toEqual(today);
    expect(await start().next(tomorrow, empty)).toEqual(today);
  });

  it('given one that is in, when it starts again, then there is none', async () => {
    const first = start();
    await first.next(today, empty);
    await first.done();

    expect(await start().next(tomorrow, filled)).toBeNull();
  });

  it.each(['', '{}', '{"seed":1,"customers":10,"until":"soon"}', '[1'])(
    'given a record of it that says %j, when it starts, then it says which file to remove',
    async (text) => {
      await writeFile(join(folder.path, 'demo.json'), text);

      await expect(new UnfinishedDemo(folder.path).next(today, empty)).rejects.toMatchObject({
        kind: 'invalid',
        field: 'data',
        reason: expect.stringMatching(/demo\.json.*remove it/),
      });
    },
  );
});
