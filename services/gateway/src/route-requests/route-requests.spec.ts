import { request as requestHttp } from 'node:http';
import { eventually } from '@vilfredo/testing';
import {
  addressesOf,
  type Behind,
  type GatewayOnTrial,
  startBehind,
  startGateway,
  stopBehind,
} from '../../test/gateway.js';
import { answering } from '../../test/upstream.js';

describe('the gateway', () => {
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

  const get = (path: string, more: RequestInit = {}) => fetch(`${gateway.address}${path}`, more);
  const jsonOf = async (answer: Response) => (await answer.json()) as Record<string, unknown>;

  it('given a request, when it is passed on, then method, path, query, body, status and headers arrive unchanged', async () => {
    let heard = '';
    behind.ingestion.handler = async (request, response) => {
      heard = `${request.method} ${request.url} ${request.headers['content-type']} ${request.headers['x-forwarded-for']} `;
      for await (const part of request) heard += part;
      response.writeHead(207, { 'x-own': 'kept' }).end('done');
    };
    const headers = { 'content-type': 'application/json' };
    const answer = await get('/orders?dry=1&a=%2F', { method: 'POST', body: '{"kind":"order"}', headers });
    expect([answer.status, answer.headers.get('x-own'), await answer.text()]).toEqual([207, 'kept', 'done']);
    expect(heard).toBe('POST /orders?dry=1&a=%2F application/json 127.0.0.1 {"kind":"order"}');
  });

  it('given a traceparent, when the request is passed on, then the service has it; without one, a trace is begun', async () => {
    const seen: unknown[] = [];
    behind.registry.handler = (request, response) => {
      seen.push(request.headers.traceparent, request.headers['x-request-id']);
      response.end();
    };
    const traceparent = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';
    await get('/customers', { method: 'POST', headers: { traceparent } });
    await get('/customers', { method: 'POST' });
    expect(seen).toEqual([
      traceparent,
      '4bf92f3577b34da6a3ce929d0e0e4736',
      expect.stringMatching(/^00-[0-9a-f]{32}-/),
      expect.stringMatching(/^[0-9a-f]{32}$/),
    ]);
  });

  it('given a path that no service has, when it is asked, then the gateway says so itself, as a problem', async () => {
    const answer = await get('/nowhere');
    expect([answer.status, answer.headers.get('content-type')]).toEqual([404, expect.stringMatching(/problem\+json/)]);
  });

  it('given a POST without a body, when it is passed on, then it has none either', async () => {
    let length: string | undefined;
    behind.scoring[0]!.handler = behind.scoring[1]!.handler = (request, response) => {
      length = request.headers['transfer-encoding'] ?? request.headers['content-length'];
      response.end();
    };
    await get('/rebuilds', { method: 'POST' });
    expect(length).toBe('0');
  });

  it('given a HEAD, when it is answered, then the length is told and nothing waits for a body', async () => {
    behind.scoring[0]!.handler = behind.scoring[1]!.handler = (_, response) =>
      response.writeHead(200, { 'content-length': '1000' }).end();
    const answer = await get('/concentration', { method: 'HEAD' });
    expect([answer.status, answer.headers.get('content-length')]).toEqual([200, '1000']);
  });

  it('given several scoring processes, when queries come, then they take turns', async () => {
    for (let n = 0; n < 6; n += 1) await get('/concentration');
    expect(behind.scoring.map(({ asked }) => asked.length)).toEqual([3, 3]);
  });

  it('given one that is not ready, when queries come, then the other has them all', async () => {
    behind.scoring[0]!.isReady = false;
    await eventually(async () => {
      expect(await (await get('/metrics')).text()).toMatch(/upstream_ready\{service="scoring",upstream="[^"]+"\} 0/);
    });
    for (let n = 0; n < 4; n += 1) expect((await get('/concentration')).status).toBe(200);
    expect(behind.scoring.map(({ asked }) => asked.length)).toEqual([0, 4]);
  });

  it('given one that is gone, when queries and commands come, then the other answers each, and nobody notices', async () => {
    await behind.scoring[0]!.kill();
    for (const method of ['GET', 'PUT', 'GET', 'POST']) {
      const body = method === 'GET' ? {} : { body: '{}' };
      expect((await get('/policy', { method, ...body })).status).toBe(200);
    }
    expect(behind.scoring[1]!.asked).toHaveLength(4);
  });

  it('given one that breaks off before it answers, when a query comes, then the other is asked; a command is not sent twice', async () => {
    behind.scoring[0]!.handler = (request) => request.socket.destroy();
    for (let n = 0; n < 2; n += 1) expect((await get('/concentration')).status).toBe(200);
    const answers = await Promise.all([1, 2].map(() => get('/rebuilds', { method: 'POST', body: '{}' })));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 503]);
    const refused = answers.find(({ status }) => status === 503)!;
    expect(refused.headers.get('retry-after')).toBe('2');
    expect(await refused.json()).toMatchObject({ reason: expect.stringMatching(/not known/) });
    expect(behind.scoring.flatMap(({ asked }) => asked).filter((asked) => asked === 'POST /rebuilds')).toHaveLength(2);
  });

  it('given one that freezes, when a query has waited for a while, then the other answers it, and has all that follow', async () => {
    const [frozen, other] = behind.scoring;
    frozen!.isFrozen = true;
    const answers = await Promise.all([1, 2].map(() => get('/concentration')));
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    const begun = performance.now();
    for (let n = 0; n < 4; n += 1) expect((await get('/concentration')).status).toBe(200);
    expect(performance.now() - begun).toBeLessThan(1_000);
    expect(other!.asked).toHaveLength(6);
  });

  it('given a service that is down, when it is asked for, then 503 says when to come back, and readiness names it', async () => {
    await behind.ingestion.kill();
    const answer = await get('/orders', { method: 'POST', body: '{}' });
    expect([answer.status, answer.headers.get('retry-after'), answer.headers.get('content-type')]).toEqual([
      503,
      '2',
      'application/problem+json',
    ]);
    expect(await answer.json()).toMatchObject({ status: 503, reason: 'order-ingestion cannot be reached' });
    expect((await get('/concentration')).status).toBe(200);
    const ready = await get('/health/ready');
    expect([ready.status, await ready.json()]).toMatchObject([
      503,
      { missing: [expect.stringMatching(/^order-ingestion: /)] },
    ]);
    expect((await get('/health/live')).status).toBe(200);

    await behind.ingestion.start();
    await eventually(async () => expect((await get('/health/ready')).status).toBe(200));
    expect((await get('/orders', { method: 'POST', body: '{}' })).status).toBe(200);
  });

  it('given a 503, when it says when to come back, then it is passed on; when it does not, then the gateway does', async () => {
    behind.ingestion.handler = answering({ reason: 'full' }, 503, { 'retry-after': '7' });
    const own = await get('/orders', { method: 'POST', body: '{}' });
    expect([own.headers.get('retry-after'), await own.json()]).toEqual(['7', { reason: 'full' }]);
    behind.ingestion.handler = answering({ error: 'Service Unavailable' }, 503);
    const bare = await get('/orders', { method: 'POST', body: '{}' });
    expect([bare.headers.get('retry-after'), (await jsonOf(bare)).reason]).toEqual([
      '2',
      'order-ingestion takes no requests now',
    ]);
  });

  it('given an answer that breaks off, when it is passed on, then the reader sees that it is not whole', async () => {
    behind.scoring[0]!.handler = behind.scoring[1]!.handler = (request, response) => {
      response.write('half');
      setTimeout(() => request.socket.destroy(), 20);
    };
    await expect(get('/scores/snapshot').then((answer) => answer.text())).rejects.toThrow();
  });

  it('given a caller who leaves, when the service is still at it, then the service is told', async () => {
    const left = new Promise<void>((resolve) => {
      behind.scoring[0]!.handler = behind.scoring[1]!.handler = (_, response) => void response.on('close', resolve);
    });
    const asking = requestHttp(`${gateway.address}/concentration`).on('error', () => undefined);
    asking.end();
    await eventually(() => expect(behind.scoring.flatMap(({ asked }) => asked)).toHaveLength(1));
    asking.destroy();
    await left;
  });

  it('given descriptions of the services, when /openapi.json is asked, then it is one of all; without one of them, 503', async () => {
    const document = (path: string) => ({ openapi: '3.0.0', info: {}, paths: { [path]: { get: {} } } });
    behind.ingestion.handler = answering(document('/orders'));
    behind.registry.handler = answering(document('/customers'));
    behind.scoring[0]!.handler = behind.scoring[1]!.handler = answering(document('/concentration'));
    const merged = await jsonOf(await get('/openapi.json'));
    expect(Object.keys(merged.paths as object)).toEqual(['/orders', '/customers', '/concentration']);
    await behind.registry.kill();
    expect((await get('/openapi.json')).status).toBe(503);
  });
});
