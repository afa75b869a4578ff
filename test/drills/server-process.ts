import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { leftovers } from './leftovers.js';

export { freePort } from '@vilfredo/local-stack';

export interface ServerOptions {
  readonly folder: string;
  readonly port: number;
  /** Further options of the command line, and settings of the environment. */
  readonly options?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/** One line of the service's own log. */
export interface LogLine {
  readonly level: string;
  readonly msg: string;
  readonly phase?: string;
  readonly ms?: number;
  readonly failedSteps?: number;
}

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly ms: number;
}

const mostLines = 20_000;

/** A deployment in a process of its own, as users start it. */
export class ServerProcess {
  readonly log: LogLine[] = [];
  /** Of these the ones at level `error`, for ever. */
  readonly errors: LogLine[] = [];
  /** What it wrote that is no line of its log. */
  readonly complaints: string[] = [];
  /** Whether it ever served. */
  hasServed = false;
  private readonly readiness: Promise<string | null>;
  private readonly ended: Promise<Ended>;

  private constructor(
    private readonly child: ChildProcess,
    readonly url: string,
    begun: number,
  ) {
    this.ended = once(child, 'exit').then(
      ([code, signal]) => ({ code, signal, ms: performance.now() - begun }) as Ended,
    );
    const undo = () => void child.kill('SIGKILL');
    leftovers.add(undo);
    void this.ended.then(() => leftovers.delete(undo));
    this.readiness = new Promise((resolve) => {
      createInterface({ input: child.stdout! }).on('line', (line) => {
        if (!line.startsWith('vilfredo ready')) return;
        this.hasServed = true;
        resolve(line);
      });
      void this.ended.then(() => resolve(null));
    });
    createInterface({ input: child.stderr! }).on('line', (line) => this.note(line));
  }

  static start({ folder, port, options = [], env = {} }: ServerOptions): ServerProcess {
    const args = ['--data', folder, '--port', String(port), '--no-demo', ...options];
    return ServerProcess.of('all-in-one', args, port, env);
  }

  /** One service alone, with settings of the environment only. */
  static startService(service: string, port: number, env: Readonly<Record<string, string>>): ServerProcess {
    return ServerProcess.of(service, [], port, { ...env, VILFREDO_HOST: '127.0.0.1', VILFREDO_PORT: String(port) });
  }

  private static of(
    service: string,
    args: readonly string[],
    port: number,
    env: Readonly<Record<string, string>>,
  ): ServerProcess {
    const program = join(workspace(), 'services', service, 'dist', 'main.js');
    const begun = performance.now();
    const child = spawn(process.execPath, [program, ...args], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { PATH: process.env.PATH, ...env },
    });
    return new ServerProcess(child, `http://127.0.0.1:${port}`, begun);
  }

  get pid(): number {
    return this.child.pid ?? 0;
  }

  get isRunning(): boolean {
    return this.child.exitCode === null && this.child.signalCode === null;
  }

  /** Resolves to the line that it prints when it serves. @throws Error when it ends before */
  async ready(): Promise<string> {
    const line = await this.readiness;
    if (line === null) throw new Error(`the server ended before it served: ${this.lastWords()}`);
    return line;
  }

  /** Stops its clock and everything else of it, until it is let go on. */
  freeze(): void {
    this.child.kill('SIGSTOP');
  }

  thaw(): void {
    this.child.kill('SIGCONT');
  }

  /** Kills it without any warning; gone when resolved. */
  async kill(): Promise<void> {
    this.child.kill('SIGKILL');
    await this.ended;
  }

  /** Asks it to end; `ms` is the time that took. */
  async terminate(): Promise<Ended> {
    const asked = performance.now();
    this.child.kill('SIGTERM');
    const ended = await this.ended;
    return { ...ended, ms: performance.now() - asked };
  }

  /** How it ended by itself. */
  exit(): Promise<Ended> {
    return this.ended;
  }

  lastWords(): string {
    return [...this.complaints.slice(-20), ...this.log.slice(-5).map((line) => JSON.stringify(line))].join('\n');
  }

  private note(line: string): void {
    try {
      const read = JSON.parse(line) as LogLine;
      this.log.push(read);
      if (read.level === 'error') this.errors.push(read);
      if (this.log.length > mostLines) this.log.splice(0, mostLines / 2);
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
      this.complaints.push(line);
    }
  }
}

/** The folder of the workspace, from wherever in it this file runs. */
function workspace(): string {
  let folder = import.meta.dirname;
  while (!existsSync(join(folder, 'nx.json'))) folder = dirname(folder);
  return folder;
}
