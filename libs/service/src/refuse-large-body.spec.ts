import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { Body, Controller, Module, Post } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { createApp } from './create-app.js';
import { Liveness } from './liveness.js';
import { Log } from './log.js';
import { Metrics } from './metrics.js';
import { Readiness } from './readiness.js';
import { Shutdown } from './shutdown.js';

@Controller('echo')
class EchoController {
  @Post()
  echo(@Body() body: unknown): unknown {
    return body;
  }
}

@Module({ controllers: [EchoController] })
class EchoModule {}

describe('a body over the limit', () => {
  let app: NestFastifyApplication;
  let port: number;

  beforeEach(async () => {
    const clock = () => 0;
    const log = new Log({ service: 'trial', clock, level: 'error', write: () => undefined });
    const shutdown = new Shutdown({ log, clock, exit: () => undefined });
    const parts = { log, liveness: new Liveness(clock), readiness: new Readiness(), metrics: new Metrics(), shutdown };
    app = await createApp({ parts, imports: [EchoModule], bodyLimit: 1_000 });
    await app.listen(0, '127.0.0.1');
    port = (app.getHttpServer().address() as AddressInfo).port;
  });
  afterEach(() => app.close());

  it.each(['with its length told', 'in chunks'])(
    'given one sent slowly, %s, when it is refused, then its sender gets to read why',
    async (how) => {
      const body = Buffer.alloc(8_000_000, 'x');
      const length = how === 'in chunks' ? {} : { 'content-length': body.length };
      const headers = { 'content-type': 'application/json', ...length };
      const sending = request({ port, path: '/echo', method: 'POST', headers, agent: false });
      const broken: Error[] = [];
      sending.on('error', (error) => broken.push(error));
      const answered = once(sending, 'response') as Promise<[IncomingMessage]>;
      for (let from = 0; from < body.length; from += 400_000) {
        sending.write(body.subarray(from, from + 400_000));
        await pause(5);
      }
      sending.end();
      const [response] = await answered;
      response.setEncoding('utf8');
      let text = '';
      for await (const chunk of response) text += chunk;
      expect(broken).toEqual([]);
      expect(response.statusCode).toBe(413);
      expect(JSON.parse(text)).toMatchObject({ status: 413, reason: 'the body is too large' });
    },
  );
});
