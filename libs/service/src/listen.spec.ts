import { createServer } from 'node:net';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { isLoopback, listen } from './listen.js';

@Module({})
class Empty {}

describe('listen', () => {
  let app: NestFastifyApplication;

  beforeEach(async () => {
    app = await NestFactory.create<NestFastifyApplication>(Empty, new FastifyAdapter(), { logger: false });
  });

  afterEach(() => app.close());

  it('given a free port, when it listens, then it says the address served', async () => {
    const url = await listen(app, { host: '127.0.0.1', port: 0, authentication: false });
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect((await fetch(url)).status).toBe(404);
  });

  it('given a port that is taken, when it listens, then it says so and how to mend it', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const address = other.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    await expect(listen(app, { host: '127.0.0.1', port, authentication: false })).rejects.toMatchObject({
      kind: 'unavailable',
      reason: `port ${port} on 127.0.0.1 is taken by another program: stop it, or give another port with --port N (VILFREDO_PORT)`,
    });
    await new Promise((resolve) => other.close(resolve));
  });

  it('given a host of another machine, when it listens with authentication, then it says so', async () => {
    const answer = listen(app, { host: '192.0.2.1', port: 0, authentication: true });
    await expect(answer).rejects.toMatchObject({
      kind: 'unavailable',
      reason: expect.stringContaining('no address of this machine'),
    });
  });

  it.each(['0.0.0.0', '::', '192.168.1.2', 'example.org', '127.evil.example'])(
    'given the host %p and no authentication, when it listens, then it is refused before a port is opened',
    async (host) => {
      await expect(listen(app, { host, port: 0, authentication: false })).rejects.toMatchObject({ kind: 'refused' });
      expect(app.getHttpServer().listening).toBe(false);
    },
  );

  it.each(['127.0.0.1', '127.1.2.3', '::1', 'localhost'])('given %p, then only this machine can reach it', (host) => {
    expect(isLoopback(host)).toBe(true);
  });
});
