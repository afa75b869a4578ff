import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline/promises';

const folder = join(import.meta.dirname, '..');

/** Options for Node under which it runs sources of this package. */
export const sourceOptions = [
  '--experimental-transform-types',
  '--disable-warning=ExperimentalWarning',
  '--import',
  join(folder, 'jest', 'run-sources.mjs'),
];

/**
 * Starts the supervisor of a test run's servers; none of them is started yet.
 * @returns {Promise<{ offers: string, pid: number, stop(): Promise<void> }>} `offers` is for VILFREDO_TEST_SERVERS
 * @throws {Error} with what the supervisor printed when it does not come up
 */
export async function startSupervisor() {
  // Detached: Ctrl-C goes to the test run alone, and the supervisor then ends in its own time.
  const child = spawn(process.execPath, [...sourceOptions, join(folder, 'src', 'supervisor.ts')], {
    detached: true,
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  let complaints = '';
  child.stderr.setEncoding('utf8').on('data', (text) => {
    complaints = (complaints + text).slice(-2_000);
  });
  const ended = once(child, 'close');
  const [line] = await Promise.race([once(createInterface(child.stdout), 'line'), ended.then(() => [undefined])]);
  if (typeof line !== 'string') throw new Error(`the supervisor of test servers did not start: ${complaints}`);
  for (const part of [child, child.stdin, child.stdout, child.stderr]) part.unref();
  return {
    offers: line,
    pid: child.pid,
    async stop() {
      child.ref();
      child.stdin.end();
      await ended;
    },
  };
}
