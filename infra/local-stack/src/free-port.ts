import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';
import { Failure } from '@vilfredo/event-sourcing';

/** Below the ports that systems give to outgoing connections: there a stopped server finds its own port free again. */
const lowest = 12_000;
const highest = 32_000;

/** A port of 127.0.0.1 on which nobody listens. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(lowest, highest);
    if (await isFree(port)) return port;
  }
}

/** This port, or a free one when none is wanted. @throws Failure `unavailable` when somebody listens on it */
export async function portToServe(wanted: number | undefined): Promise<number> {
  if (wanted === undefined) return freePort();
  if (await isFree(wanted)) return wanted;
  throw new Failure('unavailable', `port ${wanted} of 127.0.0.1 is taken`, { field: 'port' });
}

function isFree(port: number): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const server = createServer();
  server.once('error', () => resolve(false));
  server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  return promise;
}
