import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import swc from '@swc/core';
import { eventually, type TemporaryFolder, temporaryFolder } from '@vilfredo/testing';

const MODULES = ['checkpointer', 'checkpoint-thread', 'checkpoints'];

/**
 * Writes with a checkpoint due every 20 pages, and prints the number of each row once it is committed: until a checkpoint
 * is under way, then ends without closing (`leave`) or after closing (`close`); or for ever (`write`).
 */
const PROGRAM = `
import { writeSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { CheckpointThread } from './checkpoint-thread.js';
import { Checkpoints } from './checkpoints.js';
const [path, end] = process.argv.slice(2);
const database = new DatabaseSync(path, { timeout: 5_000 });
database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA wal_autocheckpoint = 20');
database.exec('CREATE TABLE IF NOT EXISTS t (id INTEGER PRIMARY KEY, body TEXT)');
const thread = new CheckpointThread();
let asked = 0;
const checkpoints = new Checkpoints(database, {
  checkpoint: (user) => { asked += 1; return thread.checkpoint(user); },
  leave: (user) => thread.leave(user),
});
const insert = database.prepare('INSERT INTO t (body) VALUES (?)');
while (asked === 0 || end === 'write') {
  const { lastInsertRowid } = insert.run('x'.repeat(6_000));
  writeSync(1, lastInsertRowid + '\\n');
  checkpoints.consider();
  if (end === 'write') await nextTurn();
}
if (end === 'close') {
  await checkpoints.close();
  database.close();
  writeSync(1, 'closed\\n');
}
`;

describe('checkpoints of a process', () => {
  let folder: TemporaryFolder;
  const path = () => join(folder.path, 'a.db');
  beforeAll(async () => {
    folder = await temporaryFolder();
    await mkdir(join(folder.path, 'program'));
    for (const name of MODULES) {
      const source = fileURLToPath(new URL(`./${name}.ts`, import.meta.url));
      const { code } = await swc.transformFile(source, {
        configFile: fileURLToPath(new URL('../../../.swcrc', import.meta.url)),
        sourceMaps: false,
      });
      await writeFile(join(folder.path, 'program', `${name}.js`), code);
    }
    await writeFile(join(folder.path, 'program', 'package.json'), '{ "type": "module" }');
    await writeFile(join(folder.path, 'program', 'program.js'), PROGRAM);
  });
  afterAll(() => folder.dispose());

  const run = (end: 'leave' | 'close' | 'write') => {
    // A file takes every line at once, as a pipe may not.
    const printed = join(folder.path, 'printed');
    const output = openSync(printed, 'w');
    const program = join(folder.path, 'program', 'program.js');
    const child = spawn(process.execPath, [program, path(), end], { stdio: ['ignore', output, 'inherit'] });
    closeSync(output);
    const lines = () => readFileSync(printed, 'utf8').split('\n').slice(0, -1);
    const begun = () => eventually(() => expect(lines()).not.toHaveLength(0));
    const ended = once(child, 'close').then(([code]) => ({ code, lines: lines() }));
    return { child, begun, ended };
  };

  it('given nothing else to do, when a database is closed during a checkpoint, then the process lives until both are over', async () => {
    const { code, lines } = await run('close').ended;

    expect({ code, last: lines.at(-1) }).toEqual({ code: 0, last: 'closed' });
  });

  it('given a database that nobody closes, when there is nothing else to do, then the process ends', async () => {
    expect(await run('leave').ended).toMatchObject({ code: 0 });
  });

  it('given a writer, when it is killed at 10 moments, then all that it had committed is there', async () => {
    for (let round = 1; round <= 10; round++) {
      const { child, begun, ended } = run('write');
      await begun();
      await pause(40 + 17 * round);
      child.kill('SIGKILL');
      const last = Number((await ended).lines.at(-1));

      const database = new DatabaseSync(path());
      expect(database.prepare('PRAGMA integrity_check').get()?.integrity_check).toBe('ok');
      const { count, most } = database.prepare('SELECT count(*) AS count, max(id) AS most FROM t').get() ?? {};
      database.close();
      expect(count).toBe(most);
      expect(Number(most)).toBeGreaterThanOrEqual(last);
    }
  });
});
