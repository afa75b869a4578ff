import { Readable, Writable } from 'node:stream';
import { runCommandLine } from '../src/command-line.js';
import { readConfig } from '../src/config.js';
import { Output } from '../src/output/output.js';

export interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  /** How long it paused each time, in milliseconds. */
  readonly pauses: readonly number[];
}

export interface RunOptions {
  readonly url?: string;
  readonly stdin?: string;
  readonly interrupted?: AbortSignal;
  readonly dataFolder?: string;
  readonly clock?: () => number;
  /** Hears every line of the answer as it is written. */
  readonly onLine?: (text: string) => void;
}

/** Runs the command line as a shell would, without waiting where it pauses. */
export async function runCommand(args: readonly string[], options: RunOptions = {}): Promise<Ran> {
  const written: string[] = [];
  const said: string[] = [];
  const pauses: number[] = [];
  const stdout = new Writable({
    write(chunk, _encoding, done) {
      written.push(String(chunk));
      options.onLine?.(String(chunk));
      done();
    },
  });
  const { url, dataFolder } = options;
  const code = await runCommandLine(args, {
    config: readConfig({ VILFREDO_URL: url, VILFREDO_DATA: dataFolder }),
    out: new Output(stdout),
    stderr: { write: (text) => said.push(text) },
    stdin: Readable.from(options.stdin === undefined ? [] : [Buffer.from(options.stdin)]),
    clock: options.clock ?? (() => Date.parse('2026-03-01T00:00:00Z')),
    pause: async (ms) => void pauses.push(ms),
    interrupted: options.interrupted ?? new AbortController().signal,
  });
  return { code, stdout: written.join(''), stderr: said.join(''), pauses };
}

/** A port on which nobody answers. */
export const nowhere = 'http://127.0.0.1:9';
