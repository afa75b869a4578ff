import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeWithLocalStack } from './describe-with.js';
import { freePort } from './free-port.js';
import { JavaServer } from './java-server.js';
import { startMongo } from './start-mongo.js';

describe('a port that is wanted', () => {
  it('is refused by name when somebody listens on it', async () => {
    const port = await freePort();
    const somebody = createServer().listen(port, '127.0.0.1');
    try {
      await expect(startMongo({ port })).rejects.toMatchObject({ kind: 'unavailable', field: 'port' });
    } finally {
      somebody.close();
    }
  });
});

describeWithLocalStack('a server that does not come up', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'vilfredo-server-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));
  const start = (temporaryFolder: string | undefined) =>
    JavaServer.start({
      name: 'a broken server',
      classPath: folder,
      options: [],
      mainClass: 'NoSuchServer',
      parameters: [],
      logFile: join(folder, 'server.txt'),
      temporaryFolder,
      answers: async () => {
        throw new Error('nobody there');
      },
    });

  it('says what it printed last', async () => {
    const error: unknown = await start(undefined).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ kind: 'unavailable' });
    expect(String(error)).toMatch(/a broken server ended by itself: .*NoSuchServer/s);
  });

  it('leaves no temporary folder', async () => {
    await expect(start(folder)).rejects.toThrow('ended by itself');
    await expect(readdir(folder)).rejects.toMatchObject({ code: 'ENOENT' });
  });
});
