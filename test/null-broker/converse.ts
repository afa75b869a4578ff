import type { Socket } from 'node:net';
import { answerTo } from './answers.js';
import type { BrokerState } from './broker-state.js';
import { WireReader } from './wire-reader.js';
import { WireWriter } from './wire-writer.js';

const lengthSize = 4;
/** A request beyond this is none. */
const largestRequest = 104_857_600;

/**
 * Answers a client's requests in their order, one at a time, until it hangs up.
 * @throws RangeError when it sends what is not understood; the socket's own errors as they come
 */
export async function converse(socket: Socket, state: BrokerState): Promise<void> {
  for await (const frame of frames(socket)) {
    const request = new WireReader(frame);
    const [apiKey, version, correlationId] = [request.int16(), request.int16(), request.int32()];
    request.nullableString();
    const answer = await answerTo(apiKey, version, request, state);
    if (answer !== null) await send(socket, correlationId, answer);
  }
}

/** What stands between one length and the next, however the network cut it. */
async function* frames(socket: Socket): AsyncGenerator<Buffer> {
  let rest: Buffer[] = [];
  let size = 0;
  let wanted = lengthSize;
  for await (const chunk of socket as AsyncIterable<Buffer>) {
    rest.push(chunk);
    size += chunk.length;
    if (size < wanted) continue;
    let all = Buffer.concat(rest);
    for (;;) {
      wanted = lengthSize + (all.length < lengthSize ? 0 : lengthOf(all));
      if (all.length < wanted || wanted === lengthSize) break;
      yield all.subarray(lengthSize, wanted);
      all = all.subarray(wanted);
    }
    rest = [all];
    size = all.length;
  }
}

function lengthOf(frame: Buffer): number {
  const length = frame.readInt32BE(0);
  if (length <= 0 || length > largestRequest) throw new RangeError(`a request of ${length} bytes is not understood`);
  return length;
}

async function send(socket: Socket, correlationId: number, answer: WireWriter): Promise<void> {
  const head = new WireWriter().int32(lengthSize + answer.length).int32(correlationId);
  socket.cork();
  let isFlowing = socket.write(head.toBuffer());
  for (const piece of answer.pieces()) isFlowing = socket.write(piece);
  socket.uncork();
  if (!isFlowing && !socket.destroyed) await drained(socket);
}

function drained(socket: Socket): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      socket.off('drain', done).off('close', done);
      resolve();
    };
    socket.on('drain', done).on('close', done);
  });
}
