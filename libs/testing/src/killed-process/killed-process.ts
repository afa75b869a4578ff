import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { AdapterElsewhere } from '../harness.js';
import { type TemporaryFolder, temporaryFolder } from '../temporary-folder.js';
import { packagesFolder, transpileLibs } from './transpiled-libs.js';

/** Whoever listens may be slow: a full pipe is tried again. */
const print = `
import { writeSync } from 'node:fs';
const waiting = new Int32Array(new SharedArrayBuffer(4));
export function print(line) {
  for (;;) {
    try {
      return void writeSync(1, line + '\\n');
    } catch (error) {
      if (error.code !== 'EAGAIN') throw error;
      Atomics.wait(waiting, 0, 0, 1);
    }
  }
}
`;

/** A program that works on an adapter in a process of its own until it is killed. */
export class KilledProcess {
  private constructor(private readonly folder: TemporaryFolder) {}

  /**
   * @param program an ES module that imports `open` from './open.mjs' and, for each thing acknowledged, prints a line by
   *   `print` of './print.mjs', so that none is lost
   */
  static async prepare({ libs, source }: AdapterElsewhere, program: string): Promise<KilledProcess> {
    const cache = join(packagesFolder, '.cache');
    await mkdir(cache, { recursive: true });
    const folder = await temporaryFolder(cache);
    await transpileLibs(folder.path, libs);
    await writeFile(join(folder.path, 'open.mjs'), source);
    await writeFile(join(folder.path, 'print.mjs'), print);
    await writeFile(join(folder.path, 'program.mjs'), program);
    return new KilledProcess(folder);
  }

  /** Runs the program and kills it `after` milliseconds from its first line on; gives the lines it has printed. */
  async run(after: number, ...parameters: string[]): Promise<readonly string[]> {
    const child = spawn(process.execPath, [join(this.folder.path, 'program.mjs'), ...parameters], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const printed = collect(child.stdout);
    const complaints = collect(child.stderr);
    const closed = once(child, 'close');
    await Promise.race([once(child.stdout, 'data'), closed]);
    await pause(after);
    if (hasEnded(child)) throw new Error(`the process ended by itself: ${complaints()}`);
    child.kill('SIGKILL');
    await closed;
    // What follows the last line break was not printed to its end.
    return printed().split('\n').slice(0, -1);
  }

  async dispose(): Promise<void> {
    await this.folder.dispose();
  }
}

function collect(stream: NodeJS.ReadableStream): () => string {
  let text = '';
  stream.setEncoding('utf8');
  stream.on('data', (chunk: string) => {
    text += chunk;
  });
  return () => text;
}

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}

/** Reproducible delays between 0 and `most` milliseconds (linear congruential generator of Numerical Recipes). */
export function* seededDelays(seed: number, most: number): Generator<number> {
  for (let state = seed; ; ) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    yield (state / 2 ** 32) * most;
  }
}
