import { setTimeout as delay } from 'node:timers/promises';
import { runCommandLine } from './command-line.js';
import { readConfig } from './config.js';
import { exitCodes } from './exit-code.js';
import { Output } from './output/output.js';

const interruption = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    if (interruption.signal.aborted) process.exit(exitCodes.interrupted);
    interruption.abort();
  });
}
// A reader that has seen enough (`vilfredo feed | head`) ends the command; it is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(exitCodes.done);
});

process.exitCode = await runCommandLine(process.argv.slice(2), {
  config: readConfig(),
  out: new Output(process.stdout),
  stderr: process.stderr,
  stdin: process.stdin,
  clock: () => Date.now(),
  pause: (ms) =>
    delay(ms, undefined, { signal: interruption.signal }).catch((error: Error) => {
      if (error.name !== 'AbortError') throw error;
    }),
  interrupted: interruption.signal,
});
