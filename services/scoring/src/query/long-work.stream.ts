import type { Writable } from 'node:stream';
import { Failure } from '@vilfredo/event-sourcing';
import { problemOf } from '@vilfredo/service';
import type { LongWork } from './long-work.js';
import { type RawReply, write } from './reply.stream.js';

const progressEveryMs = 500;

/**
 * Answers with the report; whoever accepts `application/x-ndjson` is told how far it is until then, a line at a time.
 * @param onUnexpected told of errors that nobody foresaw and that can no longer be answered with a status
 */
export async function answerLongWork<Progress, Report>(
  run: LongWork<Progress, Report>,
  accept: string,
  reply: RawReply,
  onUnexpected: (error: unknown) => void,
): Promise<void> {
  const gone = new AbortController();
  reply.raw.on('close', () => gone.abort(new Failure('unavailable', 'whoever asked is gone')));
  if (!accept.includes('application/x-ndjson')) {
    reply.send(await run(() => undefined, gone.signal));
    return;
  }
  reply.hijack();
  reply.raw.writeHead(200, { 'content-type': 'application/x-ndjson', 'cache-control': 'no-store' });
  const last = await run(tellingTo(reply.raw), gone.signal).then(
    (report) => ({ report }),
    (error: unknown) => {
      const { problem, unexpected } = problemOf(error);
      if (unexpected) onUnexpected(error);
      return { error: problem };
    },
  );
  await write(reply.raw, `${JSON.stringify(last)}\n`, gone.signal);
  reply.raw.end();
}

function tellingTo(to: Writable): (progress: unknown) => void {
  let told = Number.NEGATIVE_INFINITY;
  return (progress) => {
    if (performance.now() - told < progressEveryMs) return;
    told = performance.now();
    to.write(`${JSON.stringify({ progress })}\n`);
  };
}
