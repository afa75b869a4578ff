import { once } from 'node:events';
import { open, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { freePort } from '@vilfredo/local-stack';
import { type TemporaryFolder, temporaryFolder } from '@vilfredo/testing';
import { ServerProcess } from '../drills/server-process.js';

interface Attempt {
  readonly folder?: string;
  readonly port?: number;
  readonly options?: string[];
  readonly env?: Record<string, string>;
}

describe('a start that cannot be', () => {
  let home: TemporaryFolder;

  beforeEach(async () => {
    home = await temporaryFolder();
  });
  afterEach(() => home.dispose());

  /** Starts a server that must end by itself with 1, and gives what it said. */
  async function refusalOf({ folder = join(home.path, 'data'), port, ...more }: Attempt): Promise<string> {
    const server = ServerProcess.start({ folder, port: port ?? (await freePort()), ...more });
    const { code } = await server.exit();
    expect(code).toBe(1);
    expect(server.complaints).toHaveLength(1);
    return server.complaints[0] ?? '';
  }

  it('says that the port is taken, and how to give another', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as { port: number };
    const refusal = await refusalOf({ port });
    other.close();
    expect(refusal).toContain(`port ${port} on 127.0.0.1 is taken`);
    expect(refusal).toContain('--port');
  });

  it('says that another process serves from the data folder, which goes on as it was', async () => {
    const folder = join(home.path, 'data');
    const first = ServerProcess.start({ folder, port: await freePort() });
    await first.ready();
    const refusal = await refusalOf({ folder });
    expect(refusal).toContain(`${folder} is in use by another process`);
    expect(refusal).toContain('--data');
    await first.kill();
    const again = ServerProcess.start({ folder, port: await freePort() });
    await again.ready();
    await again.terminate();
  });

  it('says that the data folder cannot be written, and how to give another', async () => {
    await writeFile(join(home.path, 'file'), '');
    const folder = join(home.path, 'file', 'data');
    const refusal = await refusalOf({ folder });
    expect(refusal).toContain(`${folder} is not writable`);
    expect(refusal).toContain('--data');
  });

  it('names every wrong setting at once, and no value', async () => {
    const refusal = await refusalOf({ options: ['--clock', 'yesterday'], env: { VILFREDO_LOG_LEVEL: 'shouting' } });
    expect(refusal).toContain('--clock');
    expect(refusal).toContain('VILFREDO_LOG_LEVEL');
    expect(refusal).not.toMatch(/yesterday|shouting/);
  });

  it('names an option that does not exist', async () => {
    expect(await refusalOf({ options: ['--prot', '1'] })).toContain('--prot');
  });

  it('refuses to serve other machines while nobody has to prove who they are', async () => {
    const refusal = await refusalOf({ options: ['--host', '0.0.0.0'] });
    expect(refusal).toMatch(/0\.0\.0\.0 .*no authentication is configured.*127\.0\.0\.1/);
  });

  it('refuses a data folder that a newer version wrote, and leaves it as it is', async () => {
    const folder = join(home.path, 'data');
    const server = ServerProcess.start({ folder, port: await freePort() });
    await server.ready();
    await server.terminate();
    // the format's number is in the header of the file, at byte 60: https://sqlite.org/fileformat.html
    const file = await open(join(folder, 'log.db'), 'r+');
    await file.write(Buffer.from([0, 0, 0, 99]), 0, 4, 60);
    const before = await file.stat();
    expect(await refusalOf({ folder })).toMatch(/log\.db .*has format 99.*newer version/);
    expect((await file.stat()).mtimeMs).toBe(before.mtimeMs);
    await file.close();
  });
});
