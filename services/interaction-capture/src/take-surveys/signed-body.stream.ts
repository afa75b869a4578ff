import { Readable } from 'node:stream';
import { PayloadTooLargeException, RequestTimeoutException } from '@nestjs/common';
import { Failure } from '@vilfredo/event-sourcing';

export interface BodyLimits {
  readonly largestBytes: number;
  /** From the headers to the last byte. */
  readonly withinMs: number;
}

export const webhookLimits: BodyLimits = { largestBytes: 256 * 1024, withinMs: 10_000 };

/**
 * The bytes of a body, never more of them in memory than allowed. What is too much is left for others to let run out.
 * @throws PayloadTooLargeException, RequestTimeoutException, Failure `invalid` when the sender goes away
 */
export function readWhole(body: Readable, { largestBytes, withinMs }: BodyLimits): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let length = 0;
    const patience = setTimeout(() => over(new RequestTimeoutException()), withinMs);
    const over = (error?: Error) => {
      clearTimeout(patience);
      body.off('data', take).off('end', over).off('error', broken).off('close', broken);
      if (error === undefined) resolve(Buffer.concat(chunks, length));
      else {
        // a body that breaks later would end the process if nobody listened
        body.on('error', () => undefined);
        reject(error);
      }
    };
    const take = (chunk: Buffer) => {
      length += chunk.length;
      if (length > largestBytes) over(new PayloadTooLargeException());
      else chunks.push(chunk);
    };
    const broken = () => over(new Failure('invalid', 'the body ended before it was complete'));
    body.on('data', take).once('end', over).once('error', broken).once('close', broken);
  });
}

/** The same bytes once more, for whoever reads the body next. */
export function again(bytes: Buffer): Readable {
  return Readable.from([bytes], { objectMode: false });
}
