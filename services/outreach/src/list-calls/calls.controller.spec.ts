import { openEventLog, openViewStore } from '@vilfredo/embedded';
import type { EventLog, EventToAppend, ViewStore } from '@vilfredo/event-sourcing';
import { createApp, Liveness, Log, Metrics, Readiness, type ServiceParts, Shutdown } from '@vilfredo/service';
import { eventually, type ManualClock, manualClock, temporaryFolder } from '@vilfredo/testing';
import {
  alertRaised,
  classChanged,
  consented,
  owned,
  qualified,
  riskChanged,
  stageChanged,
  valueChanged,
} from '../../test/example-facts.js';
import { OutreachModule } from '../outreach.module.js';
import { OutreachRuntime } from '../plan-calls/outreach-runtime.js';

const parts = (clock: ManualClock): ServiceParts => {
  const log = new Log({ service: 'test', clock, level: 'error', write: () => undefined, pretty: false });
  const [liveness, readiness, metrics] = [new Liveness(clock), new Readiness(), new Metrics()];
  return { log, liveness, readiness, metrics, shutdown: new Shutdown({ log, clock, exit: () => undefined }) };
};

describe('the call list over HTTP', () => {
  let clock: ManualClock;
  let log: EventLog;
  let store: ViewStore;
  let runtime: OutreachRuntime;
  let url: string;
  let stop: () => Promise<void>;

  beforeEach(async () => {
    clock = manualClock('2026-03-01T10:00:00Z');
    const folder = await temporaryFolder();
    log = await openEventLog({ folder: folder.path, clock });
    store = await openViewStore({ folder: folder.path });
    const app = await createApp({
      parts: parts(clock),
      imports: [OutreachModule.register({ log, store, clock, tickMs: 5 })],
    });
    await app.listen(0, '127.0.0.1');
    runtime = app.get(OutreachRuntime);
    url = await app.getUrl();
    stop = async () => {
      await app.close();
      await log.close();
      await store.close();
      await folder.dispose();
    };
  });
  afterEach(() => stop());

  async function arrive(...events: readonly EventToAppend[]): Promise<void> {
    await log.append(events);
    await runtime.settle();
  }

  async function get(path: string) {
    const answer = await fetch(`${url}${path}`);
    return { status: answer.status, body: (await answer.json()) as Record<string, unknown> & { items: Listed[] } };
  }
  interface Listed {
    readonly customerId: string;
    readonly priority: number;
  }

  async function post(customer: string, attempt: object) {
    const answer = await fetch(`${url}/calls/${customer}/attempts`, {
      method: 'POST',
      body: JSON.stringify(attempt),
      headers: { 'content-type': 'application/json' },
    });
    return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
  }

  const ids = async (path: string) => (await get(path)).body.items.map(({ customerId }) => customerId);

  /** Nine customers with an alert each: worth 10, 20, … 90; of a7, of a8, of nobody in turn. */
  async function nine(): Promise<void> {
    await arrive(
      ...Array.from({ length: 9 }, (_, i) => i + 1).flatMap((i) => {
        const customer = `c${i}`;
        const owner = ['a7', 'a8', null][i % 3]!;
        return [valueChanged(i * 10, { customer }), alertRaised(`x${i}`, { customer }), owned(owner, { customer })];
      }),
    );
  }

  it('given customers of several agents, then each sees their own, with those of nobody when asked', async () => {
    await nine();
    expect(await ids('/calls')).toEqual(['c9', 'c8', 'c7', 'c6', 'c5', 'c4', 'c3', 'c2', 'c1']);
    expect(await ids('/calls?agent=a7')).toEqual(['c9', 'c6', 'c3']);
    expect(await ids('/calls?unowned=true')).toEqual(['c8', 'c5', 'c2']);
    expect(await ids('/calls?agent=a7&unowned=true')).toEqual(['c9', 'c8', 'c6', 'c5', 'c3', 'c2']);
    expect(await ids('/calls?agent=nobody')).toEqual([]);
  });

  it.each(['/calls?', '/calls?agent=a7&', '/calls?agent=a7&unowned=true&', '/recalls?'])(
    'given %s in pages of any size, then everybody is on one page once, in order',
    async (path) => {
      await nine();
      await arrive(...['c1', 'c5', 'c7'].map((customer) => stageChanged('sku-1', { customer })));
      const whole = await ids(path);
      for (const limit of [1, 2, 4]) {
        const walked: string[] = [];
        let cursor = '';
        do {
          const { body } = await get(`${path}limit=${limit}&cursor=${encodeURIComponent(cursor)}`);
          walked.push(...body.items.map(({ customerId }) => customerId));
          cursor = (body.next as string | null) ?? '';
        } while (cursor !== '');
        expect(walked).toEqual(whole);
      }
    },
  );

  it('given a customer on the list who is called between two pages, then nobody else is left out or told twice', async () => {
    await nine();
    const first = await get('/calls?agent=a7&unowned=true&limit=3');
    await post('c6', { channel: 'phone', result: 'reached' });
    await runtime.settle();
    const rest = await get(`/calls?agent=a7&unowned=true&cursor=${encodeURIComponent(first.body.next as string)}`);
    expect(rest.body.items.map(({ customerId }) => customerId)).toEqual(['c5', 'c3', 'c2']);
  });

  it('given one customer, then their place with value, need, reasons and causes', async () => {
    const [value, risk] = [valueChanged(87.31), riskChanged(78, 'critical', { seq: 2 })];
    await arrive(value, risk, owned('a7'));
    expect((await get('/calls/customer-1')).body).toMatchObject({
      customerId: 'customer-1',
      onList: true,
      priority: 68.1,
      value: 87.31,
      valueFrom: 'score',
      valueCauses: [value.id],
      need: 0.78,
      ownerId: 'a7',
      reasons: [{ kind: 'risk', need: 0.78, causes: [risk.id] }],
      holds: [],
      lastAttempt: null,
    });
    expect(await get('/calls/nobody')).toMatchObject({
      status: 404,
      body: { reason: 'no customer', field: 'customerId' },
    });
  });

  it('given one of many, then which on the list they are, while they are on it', async () => {
    await nine();
    expect((await get('/calls/c7')).body).toMatchObject({ position: 3 });
    await arrive(consented(false, { customer: 'c9' }));
    expect((await get('/calls/c7')).body).toMatchObject({ position: 2 });
    expect((await get('/calls/c9')).body).toMatchObject({ position: null, onList: false });
  });

  it('given the recall list, then by probability x spend, by value where no spend is known, and who may not be called is marked', async () => {
    await arrive(
      valueChanged(50),
      stageChanged('sku-1', { probability: 0.5, spend: 300, seq: 2 }),
      stageChanged('sku-2', { probability: 0.9, spend: 10, seq: 3 }),
      qualified(80, { customer: 'c2' }),
      stageChanged('sku-1', { customer: 'c2', probability: 0.5, seq: 2 }),
      consented(false, { customer: 'c2' }),
      stageChanged('sku-1', { customer: 'c3', recall: false }),
    );
    expect((await get('/recalls')).body).toMatchObject({
      items: [
        {
          customerId: 'customer-1',
          worth: 150,
          hold: null,
          products: [
            { product: 'sku-1', worth: 150, stage: 'interest' },
            { product: 'sku-2', worth: 9 },
          ],
        },
        { customerId: 'c2', worth: 40, hold: { kind: 'no-consent' } },
      ],
      next: null,
    });
  });

  it('given a result, then it is in the log under its customer, and the list moves', async () => {
    await arrive(valueChanged(50), classChanged(1));
    const told = { channel: 'phone', result: 'no-answer', agentId: 'a7', attemptId: 'x-1' };
    expect(await post('customer-1', told)).toEqual({ status: 202, body: { attemptId: 'x-1', outcome: 'accepted' } });
    await eventually(async () => expect(await ids('/calls')).toEqual([]));
    const { events } = await log.read({ topics: ['interactions'], limit: 10 });
    expect(events).toMatchObject([
      { subject: 'customer-1', type: 'ContactAttempted', time: '2026-03-01T10:00:00.000Z' },
    ]);
    expect((await get('/calls/customer-1')).body).toMatchObject({
      attempts: 1,
      lastAttempt: { result: 'no-answer', agentId: 'a7' },
      holds: [{ kind: 'retry-later' }],
    });
    clock.set('2026-03-02T10:00:00Z');
    await eventually(async () => expect(await ids('/calls')).toEqual(['customer-1']));
  });

  it('given the same attempt again, later too, then it is one; told otherwise, then a conflict', async () => {
    await arrive(valueChanged(50));
    const told = { channel: 'phone', result: 'reached', attemptId: 'x-1' };
    await post('customer-1', told);
    clock.advance(60_000);
    expect(await post('customer-1', told)).toMatchObject({ status: 202, body: { outcome: 'duplicate' } });
    expect(await post('customer-1', { ...told, result: 'refused' })).toMatchObject({
      status: 409,
      body: { field: 'attemptId' },
    });
    expect((await log.read({ topics: ['interactions'], limit: 10 })).events).toHaveLength(1);
  });

  it('given a customer whom nobody knows, then 404 and nothing is recorded', async () => {
    expect(await post('nobody', { channel: 'phone', result: 'reached' })).toMatchObject({
      status: 404,
      body: { reason: 'no customer', field: 'customerId' },
    });
    expect((await log.read({ topics: ['interactions'], limit: 10 })).events).toEqual([]);
  });

  it.each([
    ['/calls?limit=0', 'limit'],
    ['/calls?unowned=maybe', 'unowned'],
    ['/calls?cursor=x', 'cursor'],
    ['/calls?agent=a7&unowned=true&cursor=x', 'cursor'],
    ['/calls?agent=a7&unowned=true&cursor=[null,{}]', 'cursor'],
    ['/calls?agent=a7&unowned=true&cursor=[{"last":null},{}]', 'cursor'],
    ['/calls?agent=a7&unowned=true&cursor=[{"after":1},{}]', 'cursor'],
    ['/calls?agent=a7&unowned=true&cursor=[{},{"last":{"priority":"9","id":"c"}}]', 'cursor'],
    ['/calls?agent=a7&unowned=true&cursor=[{},{"done":1}]', 'cursor'],
    ['/recalls?limit=1001', 'limit'],
  ])('given %s, then 400 naming %s', async (path, field) => {
    expect(await get(path)).toMatchObject({ status: 400, body: { field } });
  });

  it('given a parked customer, then what waits is shown with its cause, and never what it says', async () => {
    await arrive(valueChanged(50), { ...consented(false), data: '{"source":"secret","granted":"no"}' });
    const { body } = await get('/outreach/parked');
    expect(body).toMatchObject({ items: [{ key: 'customer-1', events: 1, cause: { kind: 'invalid' } }], next: null });
    const shown = await get('/outreach/parked/customer-1');
    expect(JSON.stringify(shown.body)).not.toContain('secret');
    const recorded = expect.stringMatching(/^2026-03-01T10:00:00\.\d{3}Z$/);
    expect(shown.body).toMatchObject({ events: [{ recordedAt: recorded, parkedAt: recorded }] });
    const retried = await fetch(`${url}/outreach/parked/customer-1/retry`, { method: 'POST' });
    expect(await retried.json()).toEqual({ drained: 0, empty: false });
    expect((await fetch(`${url}/outreach/parked/nobody/retry`, { method: 'POST' })).status).toBe(404);
  });
});
