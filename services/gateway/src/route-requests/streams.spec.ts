import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { type IncomingMessage, request as requestHttp } from 'node:http';
import { Readable } from 'node:stream';
import { eventually } from '@vilfredo/testing';
import {
  addressesOf,
  type Behind,
  type GatewayOnTrial,
  startBehind,
  startGateway,
  stopBehind,
} from '../../test/gateway.js';

const MiB = 1024 * 1024;
const size = 100 * MiB;
const part = randomBytes(64 * 1024);
/** What the kernel's own buffers of two connections may hold, with room to spare. */
const inPassage = 40 * MiB;

function* parts(taken: (bytes: number) => void) {
  for (let sent = 0; sent < size; sent += part.length) {
    taken(part.length);
    yield part;
  }
}

const expected = (() => {
  const hash = createHash('sha256');
  for (const one of parts(() => undefined)) hash.update(one);
  return hash.digest('hex');
})();

async function digest(stream: IncomingMessage): Promise<string> {
  const hash = createHash('sha256');
  for await (const one of stream) hash.update(one);
  return hash.digest('hex');
}

/** Resolves when a count has stood still for a while. */
async function settled(count: () => number): Promise<number> {
  for (let before = -1; before !== count(); ) {
    before = count();
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  return count();
}

describe('streams through the gateway', () => {
  let behind: Behind;
  let gateway: GatewayOnTrial;

  beforeEach(async () => {
    behind = await startBehind();
    gateway = await startGateway(addressesOf(behind));
  });

  afterEach(async () => {
    await gateway.stopIntake();
    await stopBehind(behind);
    expect(gateway.told).toEqual([]);
  });

  it('given 100 MB and a service that does not read yet, when they are sent, then the sender has to wait; in the end all arrives', async () => {
    let arriving: IncomingMessage | undefined;
    behind.ingestion.handler = (request, response) => {
      arriving = request;
      request.pause();
      response.writeHead(200, { 'content-type': 'application/x-ndjson' }).flushHeaders();
    };
    let taken = 0;
    const sending = requestHttp(`${gateway.address}/imports/1/content`, { method: 'PUT' });
    Readable.from(parts((bytes) => (taken += bytes))).pipe(sending);
    // the answer begins while the body is still being sent
    const [answer] = (await once(sending, 'response')) as [IncomingMessage];
    expect(answer.statusCode).toBe(200);
    expect(await settled(() => taken)).toBeLessThan(inPassage);

    const arrived = await digest(arriving!);
    expect([taken, arrived]).toEqual([size, expected]);
    answer.destroy();
  });

  it('given 100 MB and a reader who does not read yet, when they are answered, then the service has to wait; in the end all arrives', async () => {
    let taken = 0;
    const handler = (_: unknown, response: NodeJS.WritableStream) =>
      void Readable.from(parts((bytes) => (taken += bytes))).pipe(response);
    for (const one of behind.scoring) one.handler = handler;
    const asking = requestHttp(`${gateway.address}/scores/snapshot`);
    asking.end();
    const [answer] = (await once(asking, 'response')) as [IncomingMessage];
    answer.pause();
    expect(await settled(() => taken)).toBeLessThan(inPassage);
    expect([await digest(answer), taken]).toEqual([expected, size]);
  });

  it('given a body that nobody wants, when it is refused at once, then its sender gets to read why', async () => {
    behind.ingestion.handler = (request, response) => {
      response.writeHead(404, { 'content-type': 'application/problem+json' }).end('{"status":404}');
      request.resume();
    };
    const sending = requestHttp(`${gateway.address}/imports/1/content`, { method: 'PUT' });
    Readable.from(parts(() => undefined)).pipe(sending);
    const [answer] = (await once(sending, 'response')) as [IncomingMessage];
    expect([answer.statusCode, Buffer.concat(await answer.toArray()).toString()]).toEqual([404, '{"status":404}']);
    sending.destroy();
  });

  describe('of events', () => {
    const arrived: string[] = [];
    let asking: ReturnType<typeof requestHttp>;
    let answer: IncomingMessage;

    const follow = async () => {
      arrived.length = 0;
      asking = requestHttp(`${gateway.address}/scores/changes/stream`, { headers: { 'last-event-id': 'c-7' } });
      asking.end();
      [answer] = (await once(asking, 'response')) as [IncomingMessage];
      answer.on('error', () => undefined);
      answer.setEncoding('utf8').on('data', (text: string) => arrived.push(text));
    };

    it('given a stream, when an event is written, then it is there at once, and the cursor was passed on', async () => {
      let write: (text: string) => void = () => undefined;
      let cursor: unknown;
      for (const one of behind.scoring) {
        one.handler = (request, response) => {
          cursor = request.headers['last-event-id'];
          response.writeHead(200, { 'content-type': 'text/event-stream' }).flushHeaders();
          write = (text) => response.write(text);
        };
      }
      await follow();
      expect([answer.headers['content-type'], cursor]).toEqual(['text/event-stream', 'c-7']);
      for (const text of ['id: 1\ndata: {}\n\n', ': here\n\n']) {
        write(text);
        await eventually(() => expect(arrived.at(-1)).toBe(text), { timeout: 500 });
      }
      asking.destroy();
    });

    it('given a stream, when the gateway stops, then the stream ends as a whole one and the gateway does not wait for it', async () => {
      for (const one of behind.scoring) {
        one.handler = (_, response) =>
          void response.writeHead(200, { 'content-type': 'text/event-stream' }).write(': here\n\n');
      }
      await follow();
      const ended = once(answer, 'end');
      await gateway.stopIntake();
      await ended;
      expect(answer.complete).toBe(true);
    });
  });
});
