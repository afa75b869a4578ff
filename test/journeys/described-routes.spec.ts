import { openEventLog } from '@vilfredo/embedded';
import { eventually } from '@vilfredo/testing';
import { badEvent } from '../drills/bad-events.js';
import { AskedRoutes } from './asked-routes.js';
import { ConnectedSystems } from './connected-systems.js';
import { anOrder } from './example-book.js';
import { intakeExamples } from './intake-examples.js';
import { RunningServer } from './running-server.js';

const customer = 'customer-1';
const parked = { orders: 'parked-1', contacts: 'parked-2', again: 'parked-3' };

describe('what a deployment describes at /openapi.json', () => {
  let systems: ConnectedSystems;
  let server: RunningServer;
  let routes: AskedRoutes;

  beforeAll(async () => {
    systems = await ConnectedSystems.open();
    server = await RunningServer.prepare({ ...systems.environment, VILFREDO_DEMO_CUSTOMERS: '300' });
    await server.start('--demo');
    await server.stop();
    const log = await openEventLog({ folder: server.folder, clock: () => Date.now() });
    for (const [i, subject] of [parked.orders, parked.again].entries()) {
      await log.append([badEvent('missingFields', subject, `bad-order-${i}`)]);
    }
    for (const [i, subject] of [parked.contacts, parked.again].entries()) {
      await log.append([badEvent('attemptNotJson', subject, `bad-contact-${i}`)]);
    }
    await log.close();
    await server.start();
    routes = await AskedRoutes.of(server);
  }, 120_000);
  afterAll(async () => {
    await server.dispose();
    await systems.close();
  });

  const ask: AskedRoutes['ask'] = (route, asking) => routes.ask(route, asking);
  const at = () => new Date(server.now - 3_600_000).toISOString();

  it('is true of what is taken in', async () => {
    for (const [route, asking] of intakeExamples(customer, server.now - 3_600_000)) {
      expect(await ask(route, asking)).toMatchObject({ refused: [] });
    }
    const told = { id: 'msg_1', customerId: customer, score: 4, at: server.now };
    const answer = await systems.answer(server.url, told, 'a-request');
    const contentType = answer.headers['content-type'] ?? '';
    expect(routes.described.wrongIn({ route: 'POST /surveys/{name}', contentType, ...answer })).toEqual([]);
  }, 60_000);

  it('is true of whole files', async () => {
    const lines = [JSON.stringify(anOrder('o-3', customer, server.now - 3_600_000)), '{}'].join('\n');
    for (const [place, kind] of [
      ['/imports', 'orders'],
      ['/interactions/imports', 'interactions'],
    ]) {
      const { id } = await ask<{ id: string }>(`POST ${place}`, {
        body: { kind, mapping: null, dryRun: true, asOf: null },
      });
      const headers = { 'content-type': 'application/octet-stream' };
      const text = await ask<string>(`PUT ${place}/{id}/content`, { with: { id }, raw: lines, headers });
      expect(text).toMatch(/"done"/);
      await ask(`POST ${place}`, { body: { kind: 'wishes' } });
      await ask(`PUT ${place}/{id}/content`, { raw: lines, headers });
    }
  });

  it('is true of the book, and of everybody in it', async () => {
    await server.quiet();
    await ask('GET /summary', { query: '?hash=true' });
    await ask('GET /concentration');
    await ask('GET /concentration', { query: '?window=30d' });
    for (const { sku } of (await routes.itemsOf('GET /products')).slice(0, 3)) {
      await ask('GET /products/{sku}/customers', { with: { sku: sku! }, query: '?limit=3' });
    }
    for (const sort of ['-value', '-risk', '-qualification', '-clv'])
      await ask('GET /customers', { query: `?sort=${sort}` });
    const ids = new Set<string>();
    for (const query of [
      '?tier=top&limit=30',
      '?state=prospect',
      '?state=lost&limit=20',
      '?risk=critical',
      '?class=1',
    ]) {
      for (const { customerId } of await routes.itemsOf('GET /customers', query)) ids.add(customerId!);
    }
    expect(ids.size).toBeGreaterThan(40);
    for (const id of [customer, parked.orders, ...ids]) {
      await ask('GET /customers/{id}', { with: { id } });
      await ask('GET /customers/{id}', { with: { id }, query: `?asOf=${at()}` });
      await ask('GET /customers/{id}/timeline', { with: { id } });
      await ask('GET /customers/{id}/history', { with: { id } });
    }
    await ask('GET /contact-details/{id}', { with: { id: customer } });
  }, 120_000);

  it('is true of the feed', async () => {
    for (let after: string | undefined; ; ) {
      const query: string = `?limit=1000&after=${encodeURIComponent(after ?? '')}`;
      const { items, next } = await ask<{ items: unknown[]; next: string }>('GET /scores/changes', { query });
      if (items.length === 0) break;
      after = next;
    }
    expect(await ask<string>('GET /scores/snapshot')).toMatch(/"cursor"/);
    const gone = new AbortController();
    const stream = await fetch(`${server.url}/scores/changes/stream`, { signal: gone.signal });
    let text = '';
    for await (const chunk of stream.body!.pipeThrough(new TextDecoderStream())) {
      text += chunk;
      if (text.split('\n\n').length > 20) break;
    }
    gone.abort();
    const whole = text.slice(0, text.lastIndexOf('\n\n') + 2);
    const contentType = stream.headers.get('content-type') ?? '';
    expect(
      routes.described.wrongIn({ route: 'GET /scores/changes/stream', status: 200, contentType, text: whole }),
    ).toEqual([]);
  }, 60_000);

  it('is true of alerts, calls and receivers', async () => {
    const alerts = await routes.itemsOf('GET /alerts', '?open=true&limit=1000');
    await ask('GET /alerts', { query: '?sort=-raisedAt&limit=1000' });
    await ask('GET /alerts/rules');
    const id = alerts[0]!.id!;
    await ask('GET /alerts/{id}', { with: { id } });
    await ask('POST /alerts/{id}/acknowledge', { with: { id }, body: { by: 'somebody' } });
    const until = new Date(server.now + 3_600_000).toISOString();
    await ask('POST /alerts/{id}/snooze', { with: { id }, body: { until } });
    await ask('POST /alerts/{id}/resolve', {
      with: { id },
      body: { outcome: 'recovered', why: 'they called', by: 'somebody' },
    });
    await ask('POST /alerts/{id}/resolve', { with: { id }, body: { outcome: 'lost' } });

    const [first] = await routes.itemsOf('GET /calls', '?limit=1000');
    const customerId = first!.customerId!;
    await ask('GET /calls/{customerId}', { with: { customerId } });
    await ask('GET /calls/{customerId}', { with: { customerId: customer } });
    await ask('GET /recalls');
    const attempt = {
      channel: 'phone',
      result: 'call-back',
      callBackAt: until,
      agentId: 'a7',
      attemptId: 'mine',
      at: at(),
    };
    await ask('POST /calls/{customerId}/attempts', { with: { customerId }, body: attempt });
    await ask('POST /calls/{customerId}/attempts', { with: { customerId }, body: { ...attempt, channel: 'email' } });

    await ask('GET /receivers');
    for (const name of ['crm', 'leads']) {
      await ask('POST /receivers/{name}/enable', { with: { name } });
      await ask('POST /receivers/{name}/replay', { with: { name }, body: { since: at() } });
      await ask('POST /receivers/{name}/test', { with: { name } });
    }
    const prospect = (await routes.itemsOf('GET /customers', '?state=prospect')).find((one) =>
      /^prospect/.test(one.customerId!),
    );
    await ask('POST /prospects/{id}/link', { with: { id: prospect!.customerId! }, body: { customerId: customer } });
    await ask('POST /prospects/{id}/link', { with: { id: prospect!.customerId! }, body: { customerId: 'another' } });
  }, 60_000);

  it('is true of what is parked', async () => {
    for (const place of ['/parked', '/outreach/parked', '/alerting/parked']) {
      const key = place === '/parked' ? parked.orders : parked.contacts;
      await eventually(async () => {
        const keys = (await routes.itemsOf(`GET ${place}`)).map((one) => one.key);
        expect(keys).toEqual(expect.arrayContaining([key]));
      });
      const hasPage = place !== '/alerting/parked';
      if (hasPage) await ask(`GET ${place}/{key}`, { with: { key } });
      await ask(`POST ${place}/{key}/retry`, { with: { key } });
      if (place !== '/outreach/parked')
        await ask(`POST ${place}/{key}/skip`, { with: { key }, body: { why: 'nonsense' } });
    }
  }, 60_000);

  it('is true of the rules, and of what takes long', async () => {
    const policy = await ask<{ name: string }>('GET /policy');
    await ask('PUT /policy', { body: policy });
    await ask('PUT /policy', { body: { name: policy.name, criteria: [{ name: 'recency', weight: 1 }] } });
    const trial = { policy: { name: 'other', criteria: [{ name: 'recency', weight: 1 }] }, cutoffsEveryDays: 100 };
    const told = { headers: { accept: 'application/x-ndjson' } };
    await ask('POST /policy/trials', { body: trial });
    expect(await ask<string>('POST /policy/trials', { body: trial, ...told })).toMatch(/"report"/);
    await ask('POST /policy/fits');
    expect(await ask<string>('POST /policy/fits', told)).toMatch(/"report"/);
    await ask('POST /rebuilds', { body: { check: true } });
    await ask('PUT /policy', { body: trial.policy });
  }, 120_000);

  it('is true of how it does', async () => {
    for (const path of [
      '/health/live',
      '/health/ready',
      '/health/startup',
      '/metrics',
      '/openapi.json',
      '/asyncapi.json',
    ]) {
      await ask(`GET ${path}`);
    }
  });

  it('is true of what is not there, or not said', async () => {
    const isAsked = (route: string) => route.includes('{') && !/^PUT|surveys/.test(route);
    for (const route of routes.described.all.filter(isAsked))
      await ask(route, route.startsWith('POST') ? { body: {} } : {});
    for (const route of ['GET /customers', 'GET /alerts', 'GET /calls', 'GET /parked', 'GET /products']) {
      await ask(route, { query: '?limit=0' });
      await ask(route, { query: '?cursor=of-another-list' });
    }
  });

  it('is true of bodies that cannot be read', async () => {
    const isAsked = (route: string) => /^(POST|PUT)/.test(route) && !/(fits|enable|retry|test|content)$/.test(route);
    for (const route of routes.described.all.filter(isAsked)) {
      await ask(route, { raw: '{', headers: { 'content-type': 'application/json' } });
      await ask(route, { raw: '<a/>', headers: { 'content-type': 'text/xml' } });
    }
  });

  it('is all there is, and has been seen', () => {
    expect(routes.described.unvisited).toEqual([]);
  });
});
