import { once } from 'node:events';
import type { Writable } from 'node:stream';

/** The parts of a reply that a stream needs; Fastify's own satisfies them. */
export interface RawReply {
  hijack(): unknown;
  send(value: unknown): unknown;
  readonly raw: Writable & { writeHead(status: number, headers: Record<string, string>): unknown };
}

/** Waits until the reader has taken what was written: a slow reader holds up nobody but themselves. */
export async function write(to: Writable, text: string, gone: AbortSignal): Promise<void> {
  if (gone.aborted || to.write(text)) return;
  await once(to, 'drain', { signal: gone }).catch((error: Error) => {
    if (error.name !== 'AbortError') throw error;
  });
}
