import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Failure } from '@vilfredo/event-sourcing';
import { programFolders } from '../config.js';

export interface DovecotStart {
  readonly root: string;
  readonly libraryPath: string;
  /** Holds `dovecot.conf`; what the server says is added to `server.txt`. */
  readonly folder: string;
  /** Resolves when the server serves; rejects as long as it does not. */
  readonly answers: () => Promise<void>;
}

/** How long it may take to serve on a busy machine, and to end when asked to, in milliseconds. */
const startLimit = 30_000;
const stopLimit = 10_000;

/** Ends a server whose owner is gone: the owner holds the other end of its standard input. */
const watch = 'read -r _; kill -s TERM -- "-$1"; sleep 2; kill -s KILL -- "-$1"; rm -rf -- "$2"';

/** A Dovecot with all its processes, which end when the process that started it does. */
export class DovecotProcess {
  private master: ChildProcess | undefined;
  private watcher: ChildProcess | undefined;

  private constructor(private readonly options: DovecotStart) {}

  /** @throws Failure `unavailable` when it ends by itself or does not serve in time, with the last that it said */
  static async start(options: DovecotStart): Promise<DovecotProcess> {
    const process = new DovecotProcess(options);
    await process.start();
    return process;
  }

  get pid(): number {
    return this.master?.pid ?? 0;
  }

  private get isRunning(): boolean {
    return this.master !== undefined && this.master.exitCode === null && this.master.signalCode === null;
  }

  async start(): Promise<void> {
    this.master = await this.spawnMaster();
    this.watcher = spawn('sh', ['-c', watch, 'sh', String(this.pid), this.options.folder], {
      stdio: ['pipe', 'ignore', 'ignore'],
      detached: true,
    });
    letOwnerEnd(this.watcher);
    const until = performance.now() + startLimit;
    for (;;) {
      try {
        return await this.options.answers();
      } catch (error) {
        if (!this.isRunning || performance.now() > until) await this.giveUp(error);
      }
      await pause(50);
    }
  }

  /** Asks it to end, and ends it when it does not. */
  async stop(): Promise<void> {
    await this.end('SIGTERM', this.pid);
    await this.kill();
  }

  /** Ends all its processes in the middle of whatever they do. */
  async kill(): Promise<void> {
    this.watcher?.kill('SIGKILL');
    this.watcher = undefined;
    await this.end('SIGKILL', -this.pid);
  }

  private async end(signal: NodeJS.Signals, target: number): Promise<void> {
    const { master } = this;
    if (master === undefined) return;
    const exited = this.isRunning ? once(master, 'exit') : undefined;
    master.ref();
    send(signal, target);
    const late = new AbortController();
    const tooLate = pause(stopLimit, undefined, { signal: late.signal }).catch(() => undefined);
    await Promise.race([exited, tooLate]);
    late.abort();
    master.unref();
  }

  private async giveUp(cause: unknown): Promise<never> {
    const how = this.isRunning ? 'does not serve' : 'ended by itself';
    await this.kill();
    const said = (await readFile(join(this.options.folder, 'server.txt'), 'utf8')).trim().slice(-1_500);
    throw new Failure('unavailable', `Dovecot ${how}: ${said}`, { cause });
  }

  /** The program that reads settings becomes the server: left to itself the server looks for it where Debian has it. */
  private async spawnMaster(): Promise<ChildProcess> {
    const { root, libraryPath, folder } = this.options;
    const [settings, log] = [join(folder, 'dovecot.conf'), openSync(join(folder, 'server.txt'), 'a')];
    const become = ['-c', settings, '-f', 'service=master', '-e', join(root, 'usr/sbin/dovecot'), '-F', '-c', settings];
    try {
      const child = spawn(join(root, 'usr/bin/doveconf'), become, {
        stdio: ['ignore', log, log],
        // Ctrl-C goes to the owner alone, who stops things in their order.
        detached: true,
        env: { LD_LIBRARY_PATH: libraryPath, PATH: programFolders().join(':') },
      });
      await once(child, 'spawn');
      letOwnerEnd(child);
      return child;
    } finally {
      closeSync(log);
    }
  }
}

function send(signal: NodeJS.Signals, target: number): void {
  try {
    process.kill(target, signal);
  } catch (error) {
    // It, and all that it started, is gone already.
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/** Neither the child nor the pipe to it keeps the owner's event loop going. */
function letOwnerEnd(child: ChildProcess): void {
  child.unref();
  if (child.stdin !== null && 'unref' in child.stdin && typeof child.stdin.unref === 'function') child.stdin.unref();
}
