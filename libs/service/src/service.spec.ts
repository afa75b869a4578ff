import { Body, Controller, Get, Module, NotFoundException, Post } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { ApiOkResponse } from '@nestjs/swagger';
import { Failure, type FailureKind, failureTable } from '@vilfredo/event-sourcing';
import { createApp } from './create-app.js';
import { Liveness } from './liveness.js';
import { Log } from './log.js';
import { Metrics } from './metrics.js';
import { NotThere } from './not-there.js';
import { serveOpenApi } from './openapi.js';
import { Readiness } from './readiness.js';
import type { ServiceParts } from './service.module.js';
import { Shutdown } from './shutdown.js';
import { type RequestTrace, Trace } from './trace.js';

let toThrow: unknown;

@Controller('trial')
class TrialController {
  @Get('throw')
  throwing(): never {
    throw toThrow;
  }

  @Get('trace')
  @ApiOkResponse({ description: 'The trace.' })
  trace(@Trace() trace: RequestTrace): RequestTrace {
    return trace;
  }

  @Get('of/:name')
  named(): null {
    return null;
  }

  @Post('echo')
  echo(@Body() body: unknown): unknown {
    return body;
  }
}

@Module({ controllers: [TrialController] })
class TrialModule {}

describe('a service', () => {
  let app: NestFastifyApplication;
  let parts: ServiceParts;
  let now = 0;
  const lines: string[] = [];

  beforeEach(async () => {
    now = 100_000;
    lines.length = 0;
    const clock = () => now;
    const log = new Log({ service: 'trial', clock, level: 'warn', write: (line) => lines.push(line) });
    parts = {
      log,
      liveness: new Liveness(clock),
      readiness: new Readiness(),
      metrics: new Metrics(),
      shutdown: new Shutdown({ log, clock, exit: () => undefined }),
    };
    app = await createApp({ parts, imports: [TrialModule], bodyLimit: 100 });
    serveOpenApi(app, { title: 'Trial', description: 'For tests.', version: '1' });
    await app.init();
    await app.getHttpAdapter().getInstance().ready();
  });

  afterEach(() => app.close());

  describe('answers errors as problems', () => {
    it.each(Object.keys(failureTable) as FailureKind[])(
      'given a failure %p, when it is thrown, then the table gives the status',
      async (kind) => {
        toThrow = new Failure(kind, 'because', { field: 'lines.0.sku' });
        const answer = await app.inject('/trial/throw');
        expect(answer.statusCode).toBe(failureTable[kind].status);
        expect(answer.headers['content-type']).toMatch(/^application\/problem\+json/);
        const shown = kind === 'bug' ? { field: null } : { field: 'lines.0.sku', reason: 'because' };
        expect(answer.json()).toMatchObject({ type: 'about:blank', status: answer.statusCode, ...shown });
        expect(answer.headers['retry-after']).toBe(kind === 'unavailable' ? '5' : undefined);
        expect(lines).toHaveLength(kind === 'bug' ? 1 : 0);
      },
    );

    it('given something that is not there, when it is asked for, then the answer says which thing, and the log nothing', async () => {
      toThrow = new NotThere('no customer', 'id');
      const answer = await app.inject('/trial/throw');
      expect(answer.statusCode).toBe(404);
      expect(answer.json()).toMatchObject({ status: 404, field: 'id', reason: 'no customer' });
      expect(lines).toEqual([]);
    });

    it('given words of the framework, when they are thrown, then ours are told: theirs would repeat the address', async () => {
      toThrow = new NotFoundException('Cannot GET /customers/ann@example.com');
      const answer = await app.inject('/trial/throw');
      expect(answer.json()).toMatchObject({ status: 404, field: null, reason: 'there is nothing at this address' });
      expect(answer.body).not.toContain('ann');
    });

    it('given a parameter twice, when it arrives, then the answer names it', async () => {
      const answer = await app.inject('/trial/of/ann?agent=a1&limit=2&agent=a2');
      expect(answer.json()).toMatchObject({ status: 400, field: 'agent', reason: 'is given more than once' });
      expect(answer.headers['x-request-id']).toBeDefined();
    });

    it('given a method that is not there, when it arrives, then the answer names those that are', async () => {
      const answer = await app.inject({ method: 'DELETE', url: '/trial/of/ann' });
      expect(answer.headers.allow).toBe('GET, HEAD');
      expect(answer.json()).toMatchObject({ status: 405, reason: 'this method is not offered here' });
    });

    it('given a name as long as any id and all of it encoded, when it is asked for, then it is; a longer one is refused', async () => {
      const named = (length: number) => app.inject(`/trial/of/${encodeURIComponent('Ü'.repeat(length))}`);
      expect((await named(300)).statusCode).toBe(200);
      const answer = await named(1_001);
      expect(answer.json()).toMatchObject({ status: 414, field: null, reason: 'the address is too long' });
    });

    it('given an unknown error, when it is thrown, then the answer tells nothing of it and the log tells its stack once', async () => {
      toThrow = new Error('secret detail');
      const answer = await app.inject('/trial/throw');
      expect(answer.statusCode).toBe(500);
      expect(answer.body).not.toMatch(/secret|at .*spec/);
      expect(lines).toHaveLength(1);
      expect(JSON.parse(lines[0] ?? '').stack).toMatch(/secret detail\n +at /);
    });

    it('given a time to come back, when something is unavailable, then Retry-After says it', async () => {
      toThrow = new Failure('unavailable', 'the disk is full', { retryAfter: 29.2 });
      expect((await app.inject('/trial/throw')).headers['retry-after']).toBe('30');
    });

    const json = { 'content-type': 'application/json' };
    it.each([
      ['JSON that breaks off', 400, { method: 'POST', url: '/trial/echo', headers: json, payload: '{"a":' }],
      ['an empty JSON body', 400, { method: 'POST', url: '/trial/echo', headers: json, payload: '' }],
      [
        'a poisoned prototype',
        400,
        { method: 'POST', url: '/trial/echo', headers: json, payload: '{"__proto__":{"a":1}}' },
      ],
      [
        'a body over the limit',
        413,
        { method: 'POST', url: '/trial/echo', headers: json, payload: `"${'x'.repeat(200)}"` },
      ],
      [
        'a content type of no use',
        415,
        { method: 'POST', url: '/trial/echo', headers: { 'content-type': 'image/png' }, payload: 'x' },
      ],
      ['an address that is not there', 404, { method: 'GET', url: '/nowhere' }],
      ['a method that is not there', 405, { method: 'PUT', url: '/trial/echo?a=1', headers: json, payload: '{}' }],
      ['a method that is not there at one of many', 405, { method: 'POST', url: '/trial/of/ann' }],
      ['an address that cannot be decoded', 400, { method: 'GET', url: '/trial/%E0%A4%A' }],
    ] as const)('given %s, when it arrives, then the answer is a problem %p', async (_, status, request) => {
      const answer = await app.inject(request);
      expect(answer.statusCode).toBe(status);
      expect(answer.headers['content-type']).toMatch(/^application\/problem\+json/);
      expect(answer.json()).toMatchObject({
        status,
        field: null,
        reason: expect.any(String),
        title: expect.any(String),
      });
      expect(lines).toEqual([]);
    });
  });

  describe('answers probes', () => {
    it('given loops that go round, when one stalls, then liveness names it', async () => {
      const end = parts.liveness.register('scoring', () => 99_000, 5_000);
      parts.liveness.register('feed', () => 99_000, 60_000);
      expect((await app.inject('/health/live')).statusCode).toBe(200);
      now += 10_000;
      const answer = await app.inject('/health/live');
      expect(answer.statusCode).toBe(503);
      expect(answer.json()).toMatchObject({ status: 'stalled', stalled: ['scoring'] });
      end();
      expect((await app.inject('/health/live')).statusCode).toBe(200);
    });

    it('given a start, when it ends, then startup and readiness say so; when it stops, then readiness ends', async () => {
      expect((await app.inject('/health/startup')).statusCode).toBe(503);
      expect((await app.inject('/health/ready')).statusCode).toBe(503);
      parts.readiness.markStarted();
      expect((await app.inject('/health/startup')).statusCode).toBe(200);
      expect((await app.inject('/health/ready')).statusCode).toBe(200);
      parts.readiness.markStopping();
      expect((await app.inject('/health/ready')).json()).toEqual({ status: 'not ready', missing: ['shutdown: begun'] });
      expect((await app.inject('/health/live')).statusCode).toBe(200);
    });

    it('given a store that is away, when readiness is asked, then it names it, and liveness does not mind', async () => {
      parts.readiness.markStarted();
      parts.readiness.register('log', () => true);
      parts.readiness.register('views', () => Promise.reject(new Error('cannot be reached')));
      const answer = await app.inject('/health/ready');
      expect(answer.statusCode).toBe(503);
      expect(answer.json()).toMatchObject({ missing: ['views: cannot be reached'] });
      expect((await app.inject('/health/live')).statusCode).toBe(200);
    });
  });

  it('given figures, when /metrics is asked, then they are in Prometheus text, and of this application alone', async () => {
    parts.metrics.eventsIn.inc({ service: 'scoring', topic: 'orders' }, 3);
    new Metrics().parkedEvents.set({ service: 'scoring' }, 9);
    const answer = await app.inject('/metrics');
    expect(answer.headers['content-type']).toMatch(/^text\/plain; version=0\.0\.4/);
    expect(answer.body).toContain('vilfredo_events_in_total{service="scoring",topic="orders"} 3');
    expect(answer.body).not.toContain('vilfredo_parked_events{');
  });

  it('given a gauge that is collected, when /metrics is asked, then it is set at that moment', async () => {
    parts.metrics.gauge({ name: 'trial', help: 'A trial.' }, (gauge) => gauge.set(7));
    expect((await app.inject('/metrics')).body).toContain('vilfredo_trial 7');
  });

  it('given a traceparent, when a handler asks for the trace, then it has it and the answer names the request', async () => {
    const traceparent = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';
    const answer = await app.inject({ url: '/trial/trace', headers: { traceparent, 'x-request-id': 'r-1' } });
    expect(answer.json()).toEqual({ traceparent, correlationid: 'r-1' });
    expect(answer.headers['x-request-id']).toBe('r-1');
  });

  it('given no traceparent, when it is asked twice in one request, then the answer and the handler agree', async () => {
    const answer = await app.inject('/trial/trace');
    expect(answer.headers['x-request-id']).toBe(answer.json().correlationid);
  });

  it('given routes, when /openapi.json is asked, then it describes them', async () => {
    const document = (await app.inject('/openapi.json')).json();
    expect(document.openapi).toMatch(/^3\./);
    const own = ['/health/live', '/health/ready', '/health/startup', '/metrics', '/openapi.json'];
    const routes = ['/trial/throw', '/trial/trace', '/trial/of/{name}', '/trial/echo'];
    expect(Object.keys(document.paths).sort()).toEqual([...own, ...routes].sort());
    expect(document.paths['/trial/trace'].get.responses['200'].description).toBe('The trace.');
  });
});
