import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { isRunning, packageFolder } from './cache-folder.js';
import { describeWithLocalStack } from './describe-with.js';
import { mongoAnswers } from './mongo-answers.js';
import type { TestDatabase } from './test-server.js';

/** As a test run does it: a process that holds a supervisor, here also one that uses it and tells what it got. */
const testRun = `
const { startSupervisor } = await import(process.argv[1]);
const supervisor = await startSupervisor();
const told = JSON.parse(supervisor.offers);
const ask = async (path) => (await fetch(told.supervisor + path)).json();
const tell = (what) => console.log(JSON.stringify(what));
tell({ ...told, pid: supervisor.pid });
process.stdin.setEncoding('utf8').on('data', async (asked) => {
  if (asked.startsWith('/')) return tell(await Promise.all(asked.trim().split(' ').map(ask)));
  await supervisor.stop();
  tell('stopped');
  process.exit();
});`;

class TestRun {
  private readonly lines: AsyncIterator<string>;

  constructor(
    private readonly child: ChildProcess,
    lines: AsyncIterable<string>,
  ) {
    this.lines = lines[Symbol.asyncIterator]();
  }

  static start(env: Record<string, string> = {}): TestRun {
    const program = ['--input-type=module', '-e', testRun, join(packageFolder, 'jest', 'supervised.mjs')];
    const { NODE_OPTIONS: _, ...inherited } = process.env;
    const child = spawn(process.execPath, program, {
      stdio: ['pipe', 'pipe', 'inherit'],
      env: { ...inherited, DOCKER_HOST: 'tcp://127.0.0.1:1', KAFKA_BROKERS: '', MONGODB_URL: '', ...env },
    });
    return new TestRun(child, createInterface(child.stdout));
  }

  async next(): Promise<unknown> {
    return JSON.parse((await this.lines.next()).value);
  }

  say(line: string): void {
    this.child.stdin?.write(`${line}\n`);
  }

  async kill(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const exited = once(this.child, 'exit');
    this.child.kill('SIGKILL');
    await exited;
  }
}

describe('the supervisor of a test run', () => {
  let run: TestRun;
  afterEach(() => run.kill());

  it('offers what the environment names, and says why it does not serve', async () => {
    run = TestRun.start({ KAFKA_BROKERS: '127.0.0.1:1', MONGODB_URL: 'mongodb://127.0.0.1:1' });
    expect(await run.next()).toMatchObject({ broker: { origin: 'environment' }, database: { origin: 'environment' } });
    run.say('/broker/4.1.0 /database /nothing');
    expect(await run.next()).toEqual([
      { failure: expect.stringContaining('KAFKA_BROKERS does not serve: ') },
      { failure: expect.stringContaining('MONGODB_URL does not serve: ') },
      { failure: 'nothing is offered at /nothing' },
    ]);
  }, 60_000);

  it('ends when the run has ended well', async () => {
    run = TestRun.start();
    const { pid } = (await run.next()) as { pid: number };
    run.say('stop');
    expect(await run.next()).toBe('stopped');
    expect(isRunning(pid)).toBe(false);
  }, 60_000);
});

describeWithLocalStack('a server that a supervisor holds', () => {
  let run: TestRun;
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'vilfredo-run-'));
    run = TestRun.start({ TMPDIR: folder });
  });
  afterEach(async () => {
    await run.kill();
    await rm(folder, { recursive: true, force: true });
  });

  const serve = async () => {
    const { pid } = (await run.next()) as { pid: number };
    run.say('/database /database');
    const [first, second] = (await run.next()) as { server: TestDatabase }[];
    expect(second).toEqual(first);
    const url = first?.server.url ?? '';
    await mongoAnswers(url, 20_000);
    expect(await readdir(folder)).toHaveLength(1);
    return { pid, url };
  };
  const leavesNothing = async (url: string) => {
    await until(async () => (await readdir(folder)).length === 0);
    await expect(mongoAnswers(url)).rejects.toThrow();
  };

  it('is one for all who ask, and ends with the run', async () => {
    const { url } = await serve();
    run.say('stop');
    expect(await run.next()).toBe('stopped');
    await leavesNothing(url);
  }, 90_000);

  it('ends with a run that is killed, and so does the supervisor', async () => {
    const { pid, url } = await serve();
    await run.kill();
    await leavesNothing(url);
    await until(async () => !isRunning(pid));
  }, 90_000);

  it('ends with a supervisor that is killed', async () => {
    const { pid, url } = await serve();
    process.kill(pid, 'SIGKILL');
    await leavesNothing(url);
  }, 90_000);
});

async function until(holds: () => Promise<boolean>): Promise<void> {
  const end = performance.now() + 20_000;
  while (!(await holds())) {
    if (performance.now() > end) throw new Error('it did not come about within 20 seconds');
    await pause(50);
  }
}
