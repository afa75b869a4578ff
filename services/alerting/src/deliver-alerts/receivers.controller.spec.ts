import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { createApp, Liveness, Log, Metrics, Readiness, type ServiceParts, Shutdown } from '@vilfredo/service';
import { eventually } from '@vilfredo/testing';
import { DeliveryTrial, raise, webhookTo } from '../../test/deliver-alerts/delivery-trial.js';
import { type WebhookServer, webhookServer } from '../../test/deliver-alerts/webhook-server.js';
import { DeliveryModule } from './delivery.module.js';

describe('the routes of receivers', () => {
  let server: WebhookServer;
  let trial: DeliveryTrial;
  let app: NestFastifyApplication;
  const lines: string[] = [];
  const call = async (method: 'GET' | 'POST', url: string, body?: object) => {
    const answer = await app.inject({ method, url, ...(body === undefined ? {} : { payload: body }) });
    return { status: answer.statusCode, json: answer.json() };
  };
  beforeEach(async () => {
    lines.length = 0;
    server = await webhookServer();
    trial = await DeliveryTrial.begin({ receivers: [] });
    const { clock, log, store } = trial;
    const lineLog = new Log({ service: 'alerting', clock, write: (line) => void lines.push(line) });
    const parts: ServiceParts = {
      log: lineLog,
      liveness: new Liveness(clock),
      readiness: new Readiness(),
      metrics: new Metrics(),
      shutdown: new Shutdown({ log: lineLog, clock, exit: () => undefined }),
    };
    const settings = { receivers: [webhookTo(`${server.url}?token=hidden-word`)], allowPrivateTargets: true };
    app = await createApp({ parts, imports: [DeliveryModule.register({ log, store, clock, settings })] });
    await app.init();
  });
  afterEach(async () => {
    await app.close();
    await trial.close();
    await server.close();
  });

  it('shows how far each is, and no secret', async () => {
    await trial.log.append([raise(1)]);
    await eventually(async () => {
      const { json } = await call('GET', '/receivers');
      expect(json.items).toMatchObject([
        { name: 'crm', state: 'working', delivered: 1, lag: { events: 0, more: false } },
      ]);
      expect(json.items[0].target).toBe(`http://127.0.0.1:${server.port}`);
      expect(JSON.stringify(json)).not.toContain('hidden');
    });
  });

  it('given a receiver that is gone, shows why, writes an error line, and enables it by command', async () => {
    server.reply = () => 410;
    await trial.log.append([raise(1)]);
    await eventually(async () => {
      const { json } = await call('GET', '/receivers');
      expect(json.items).toMatchObject([
        { state: 'disabled', held: 1, disabled: { reason: 'answered 410: it wants no more messages' } },
      ]);
    });
    const errors = lines.map((line) => JSON.parse(line)).filter(({ level }) => level === 'error');
    expect(errors).toMatchObject([{ receiver: 'crm', reason: 'answered 410: it wants no more messages' }]);
    server.reply = () => 204;
    expect(await call('POST', '/receivers/crm/enable')).toMatchObject({ status: 202, json: { disabled: null } });
    await eventually(() => expect(server.taken).toHaveLength(1));
  });

  it('replays by cursor or by time, and says what is wrong with a wish', async () => {
    await trial.log.append([raise(1)]);
    await eventually(() => expect(server.taken).toHaveLength(1));
    expect(await call('POST', '/receivers/crm/replay', { since: '2026-01-01' })).toMatchObject({ status: 202 });
    await eventually(() => expect(server.taken).toHaveLength(2));
    for (const [body, field] of [
      [{}, 'since'],
      [{ since: 'yesterday' }, 'since'],
      [{ after: 'x' }, 'after'],
      [{ after: 7 }, 'after'],
    ] as const) {
      expect(await call('POST', '/receivers/crm/replay', body)).toMatchObject({ status: 400, json: { field } });
    }
  });

  it('sends a test, and knows only receivers that there are', async () => {
    expect(await call('POST', '/receivers/crm/test')).toEqual({ status: 200, json: { delivered: true } });
    expect(await call('POST', '/receivers/nobody/test')).toMatchObject({
      status: 404,
      json: { reason: 'no receiver', field: 'name' },
    });
    expect(await call('POST', '/receivers/nobody/enable')).toMatchObject({ status: 404 });
  });

  it('counts what is delivered and how long it took', async () => {
    await trial.log.append([raise(1)]);
    await eventually(async () => {
      const { payload } = await app.inject({ method: 'GET', url: '/metrics' });
      expect(payload).toContain('vilfredo_deliveries_total{receiver="crm",result="delivered"} 1');
      expect(payload).toContain('vilfredo_receivers{state="working"} 1');
    });
  });
});
