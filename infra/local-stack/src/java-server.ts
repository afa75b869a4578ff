import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { delimiter } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Failure } from '@vilfredo/event-sourcing';
import { compiled } from './java-programs.js';

export interface JavaProgram {
  /** What it is called when something is said about it. */
  readonly name: string;
  readonly classPath: string;
  readonly options: readonly string[];
  readonly mainClass: string;
  readonly parameters: readonly string[];
  /** What it prints is added to this file. */
  readonly logFile: string;
  /** Removed by the program itself when its owner is gone. */
  readonly temporaryFolder: string | undefined;
  /** Resolves when the server serves; rejects as long as it does not. */
  readonly answers: () => Promise<void>;
}

/** How long a server may take to serve on a busy machine, and how long to end when asked to, in milliseconds. */
const startLimit = 90_000;
const stopLimit = 15_000;

/** A server in Java, in a process of its own that ends when the process that started it does. */
export class JavaServer {
  private child: ChildProcess | undefined;

  private constructor(private readonly program: JavaProgram) {}

  /** @throws Failure `unavailable` when it ends by itself or does not serve in time, with the last that it printed */
  static async start(program: JavaProgram): Promise<JavaServer> {
    const server = new JavaServer(program);
    try {
      await server.start();
    } catch (error) {
      if (program.temporaryFolder !== undefined) await rm(program.temporaryFolder, { recursive: true, force: true });
      throw error;
    }
    return server;
  }

  /** Of its present process, or of the last one. */
  get pid(): number {
    return this.child?.pid ?? 0;
  }

  get isRunning(): boolean {
    return this.child !== undefined && this.child.exitCode === null && this.child.signalCode === null;
  }

  async start(): Promise<void> {
    this.child = await this.spawn();
    const until = performance.now() + startLimit;
    for (;;) {
      try {
        return await this.program.answers();
      } catch (error) {
        await this.giveUpUnless(performance.now() < until, error);
      }
      await pause(50);
    }
  }

  /** Asks it to end, and ends it when it does not. */
  async stop(): Promise<void> {
    if (!(await this.end('SIGTERM', stopLimit))) await this.kill();
  }

  /** Ends it in the middle of whatever it does. */
  async kill(): Promise<void> {
    await this.end('SIGKILL', stopLimit);
  }

  private async end(signal: NodeJS.Signals, limit: number): Promise<boolean> {
    const { child } = this;
    if (child === undefined || !this.isRunning) return true;
    child.ref();
    const exited = once(child, 'exit').then(() => true);
    child.kill(signal);
    const late = new AbortController();
    const tooLate = pause(limit, false, { signal: late.signal }).catch(() => false);
    const ended = await Promise.race([exited, tooLate]);
    late.abort();
    return ended;
  }

  private async giveUpUnless(timeIsLeft: boolean, cause: unknown): Promise<void> {
    if (this.isRunning && timeIsLeft) return;
    const { name, logFile } = this.program;
    const how = this.isRunning ? 'does not serve' : 'ended by itself';
    await this.kill();
    throw new Failure('unavailable', `${name} ${how}: ${(await readFile(logFile, 'utf8')).trim().slice(-1_500)}`, {
      cause,
    });
  }

  private async spawn(): Promise<ChildProcess> {
    const { classPath, options, mainClass, parameters, logFile, temporaryFolder } = this.program;
    const classes = [await compiled('Attached'), classPath].join(delimiter);
    const temporary = temporaryFolder === undefined ? [] : [`-Dvilfredo.temporary=${temporaryFolder}`];
    const log = openSync(logFile, 'a');
    try {
      const child = spawn('java', ['-cp', classes, ...options, ...temporary, 'Attached', mainClass, ...parameters], {
        stdio: ['pipe', log, log],
        // Ctrl-C goes to the owner alone, who stops things in their order.
        detached: true,
      });
      await once(child, 'spawn');
      letOwnerEnd(child);
      return child;
    } finally {
      closeSync(log);
    }
  }
}

/** Neither the child nor the pipe to it keeps the owner's event loop going. */
function letOwnerEnd(child: ChildProcess): void {
  child.unref();
  if (child.stdin !== null && 'unref' in child.stdin && typeof child.stdin.unref === 'function') child.stdin.unref();
}
