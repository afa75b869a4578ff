import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { openEventLog, openViewStore } from '@vilfredo/embedded';
import type { EventLog, EventToAppend, ViewStore } from '@vilfredo/event-sourcing';
import { createApp, Liveness, Log, Metrics, Readiness, type ServiceParts, Shutdown } from '@vilfredo/service';
import {
  type ManualClock,
  manualClock,
  policyActivated,
  type TemporaryFolder,
  temporaryFolder,
} from '@vilfredo/testing';
import { owner, satisfaction, silence, tier, value } from '../../test/example-events.js';
import { AlertingModule } from '../alerting.module.js';
import { observeAlerting } from '../observe-alerting.js';
import { watchAlerting } from '../watch-alerting.js';
import { AlertingRuntime } from '../watch-customers/alerting-runtime.js';

const morning = '2026-10-05T09:00:00Z';

describe('/alerts, over the embedded log and store', () => {
  let folder: TemporaryFolder;
  let clock: ManualClock;
  let log: EventLog;
  let store: ViewStore;
  let runtime: AlertingRuntime;
  let app: NestFastifyApplication;

  const begin = async () => {
    log = await openEventLog({ folder: folder.path, clock });
    store = await openViewStore({ folder: folder.path });
    const parts = partsAt(clock);
    const observe = observeAlerting(parts.log, parts.metrics);
    runtime = await AlertingRuntime.open({ log, store, clock, observe, tickMs: 5 });
    app = await createApp({ parts, imports: [AlertingModule.register(runtime)] });
    await app.init();
    await app.getHttpAdapter().getInstance().ready();
    await runtime.start();
    watchAlerting(runtime, parts);
  };
  const end = async () => {
    await app.close();
    await runtime.stop();
    await log.close();
    await store.close();
  };

  beforeEach(async () => {
    folder = await temporaryFolder();
    clock = manualClock('2026-10-01T00:00:00Z');
    await begin();
    await arrive(policyActivated({ at: '2026-10-01T00:00:00Z' }));
  });
  afterEach(async () => {
    await end();
    await folder.dispose();
  });

  const arrive = async (...events: readonly EventToAppend[]) => {
    for (const event of events) {
      clock.set(Math.max(clock(), Date.parse(event.time)));
      await log.append([event]);
    }
    await runtime.settle();
  };
  const get = async (url: string) => {
    const answer = await app.inject({ method: 'GET', url });
    return { status: answer.statusCode, body: answer.json() };
  };
  const post = async (url: string, payload: object = {}) => {
    const answer = await app.inject({ method: 'POST', url, payload });
    await runtime.settle();
    return { status: answer.statusCode, body: answer.json() };
  };

  it('given an alert, then it can be found, taken on, put aside and ended, and each step says what the alert is then', async () => {
    await arrive(owner('a7'), value(90, { amount: 500 }), satisfaction(1, { at: morning }));
    const { body } = await get('/alerts?open=true&agent=a7&sort=-priority');
    expect(body).toMatchObject({
      items: [{ rule: 'satisfaction', state: 'open', priority: 72, heldUntil: null }],
      next: null,
    });
    expect(body.items[0].correlationId).toBe(body.items[0].correlationid);
    const path = `/alerts/${body.items[0].id}`;
    expect(await get(path)).toMatchObject({ status: 200, body: { customerId: 'customer-1', valueAtRisk: '500.00' } });
    const steps = [
      ['acknowledge', { by: 'a7' }, { state: 'acknowledged' }],
      ['snooze', { until: '2026-10-06T09:00:00Z' }, { state: 'snoozed', snoozedUntil: '2026-10-06T09:00:00.000Z' }],
      ['resolve', { outcome: 'recovered', by: 'a7' }, { state: 'resolved', outcome: 'recovered' }],
    ] as const;
    for (const [verb, payload, expected] of steps) {
      expect(await post(`${path}/${verb}`, payload)).toMatchObject({ status: 200, body: expected });
      expect(await post(`${path}/${verb}`, payload)).toMatchObject({ status: 200, body: expected });
    }
    expect(await post(`${path}/acknowledge`)).toMatchObject({ status: 409 });
    expect(await get('/alerts?open=true')).toMatchObject({ body: { items: [] } });
    expect((await get('/alerts/rules')).body.items).toMatchObject([{ rule: 'satisfaction', raised: 1, precision: 1 }]);
  });

  it.each([
    ['GET', '/alerts/unknown', undefined, 404, 'id'],
    ['POST', '/alerts/unknown/acknowledge', {}, 404, 'id'],
    ['POST', '/alerts/unknown/resolve', { outcome: 'won' }, 400, 'outcome'],
    ['POST', '/alerts/unknown/snooze', { until: 'soon' }, 400, 'until'],
    ['POST', '/alerts/unknown/acknowledge', { by: 7 }, 400, 'by'],
    ['GET', '/alerts?open=maybe', undefined, 400, 'open'],
    ['GET', '/alerts?sort=age', undefined, 400, 'sort'],
    ['GET', '/alerts?limit=0', undefined, 400, 'limit'],
    ['GET', '/alerts?severity=grave', undefined, 400, 'severity'],
  ] as const)('given %s %s %j, then the answer is %i and names %s', async (method, url, payload, status, field) => {
    const answer = await app.inject({ method, url, ...(payload === undefined ? {} : { payload }) });
    expect(answer.statusCode).toBe(status);
    expect(answer.json()).toMatchObject({ field });
    if (status === 404) expect(answer.json()).toMatchObject({ reason: 'no alert' });
  });

  it('given quiet hours, then an alert of the night is shown as held back until they end', async () => {
    const alerts = { perAgentAndDay: 1, quietHours: { from: '21:00', to: '07:00' }, rules: [loud] };
    await arrive(policyActivated({ name: 'quiet', at: '2026-10-02T00:00:00Z', alerts }));
    await arrive(satisfaction(1, { at: '2026-10-05T22:00:00Z' }));
    const held = { heldUntil: '2026-10-06T07:00:00.000Z', heldBy: 'quiet-hours' };
    expect((await get('/alerts')).body.items).toMatchObject([held]);
    clock.set('2026-10-06T07:00:00Z');
    expect((await get('/alerts')).body.items).toMatchObject([{ heldUntil: null, heldBy: null }]);
  });

  it('given time that passes, also while the service is down, then it is escalated once', async () => {
    await arrive(satisfaction(1, { at: morning }));
    await end();
    clock.set('2026-10-20T00:00:00Z');
    await begin();
    await runtime.settle();
    await end();
    await begin();
    await runtime.settle();
    expect((await get('/alerts')).body.items).toMatchObject([
      { state: 'escalated', escalatedAt: '2026-10-08T09:00:00.000Z' },
    ]);
    const { events } = await log.read({ topics: ['alerts'], limit: 100 });
    expect(events.map(({ type }) => type)).toEqual(['AlertRaised', 'AlertEscalated']);
  });

  it('given an event that cannot be read, then only its customer waits, until it is left out on the record', async () => {
    const bad = { ...tier(null, 'top'), data: '{}' };
    await arrive(bad, silence('overdue'), silence('overdue', { customer: 'customer-2' }));
    expect((await get('/alerts')).body.items).toMatchObject([{ customerId: 'customer-2' }]);
    expect((await get('/alerting/parked')).body.items).toMatchObject([
      { key: 'customer-1', events: 2, event: { id: bad.id, type: 'TierChanged' }, cause: { kind: 'invalid' } },
    ]);
    expect((await post('/alerting/parked/customer-1/retry')).body).toEqual({ drained: 0, empty: false });
    expect(await post('/alerting/parked/customer-1/skip')).toMatchObject({ status: 400 });
    expect(await post('/alerting/parked/customer-1/skip', { why: 'made by hand' })).toMatchObject({ status: 202 });
    expect((await get('/alerts')).body.items).toHaveLength(2);
    expect(await post('/alerting/parked/customer-1/retry')).toMatchObject({ status: 404 });
  });

  it('tells in figures how many were raised and are open, and what is not folded or parked', async () => {
    await arrive(satisfaction(1), silence('overdue'), silence('on-time'));
    const scrape = () => app.inject({ method: 'GET', url: '/metrics' });
    await scrape();
    const { payload } = await scrape();
    expect(payload).toMatch(/^vilfredo_alerts_raised_total 2$/m);
    expect(payload).toMatch(/^vilfredo_open_alerts 1$/m);
    expect(payload).toMatch(/^vilfredo_lag_events\{group="alerting"\} 0$/m);
    expect(payload).toMatch(/^vilfredo_lag_seconds\{group="alerting"\} 0$/m);
    expect(payload).toMatch(/^vilfredo_alerting_lag_events 0$/m);
    expect(payload).toMatch(/^vilfredo_parked_events\{service="alerting"\} 0$/m);
    expect((await get('/health/ready')).status).toBe(200);
  });
});

const loud = {
  name: 'loud',
  on: true,
  trigger: 'satisfaction',
  severity: 'critical',
  need: 1,
  suggestedAction: 'Call.',
  callWithinHours: 1,
  coolDownHours: 0,
} as const;

function partsAt(clock: ManualClock): ServiceParts {
  const log = new Log({ service: 'alerting', clock, level: 'error', write: () => undefined, pretty: false });
  const readiness = new Readiness();
  readiness.markStarted();
  return {
    log,
    readiness,
    liveness: new Liveness(clock),
    metrics: new Metrics(),
    shutdown: new Shutdown({ log, clock, exit: () => undefined }),
  };
}
