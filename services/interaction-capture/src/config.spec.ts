import { join } from 'node:path';
import { type TemporaryFolder, temporaryFolder } from '@vilfredo/testing';
import { readCaptureConfig } from './config.js';

describe('the settings of who takes contacts in', () => {
  let folder: TemporaryFolder;
  beforeEach(async () => {
    folder = await temporaryFolder();
  });
  afterEach(() => folder.dispose());

  it('given the least, when they are read, then nothing is fetched and nobody may hand in', async () => {
    const env = { VILFREDO_MASTER_KEY: Buffer.alloc(32, 7).toString('base64') };
    const { masterKey, watched, edges } = await readCaptureConfig(env);
    expect(masterKey).toEqual(Buffer.alloc(32, 7));
    expect([watched, edges]).toEqual([{ mailboxes: [] }, { callMappings: [], surveys: new Map() }]);
  });

  it('given wrong ones of every group, when they are read, then one message names each, and once', async () => {
    const missing = join(folder.path, 'nowhere.json');
    const reading = readCaptureConfig({
      VILFREDO_COUNTRY: 'Atlantis',
      VILFREDO_CALLS: missing,
      VILFREDO_SURVEYS: missing,
      VILFREDO_MAIL: missing,
      VILFREDO_LETTERS_TIME_ZONE: 'Mars/Base',
    });
    const { message } = (await reading.catch((error: Error) => error as Error)) as Error;
    for (const name of ['COUNTRY', 'MASTER_KEY', 'CALLS', 'surveys', 'VILFREDO_MAIL', 'LETTERS_TIME_ZONE']) {
      expect(message.split(name)).toHaveLength(2);
    }
    expect(message).not.toMatch(/Atlantis|nowhere|Mars/);
  });
});
