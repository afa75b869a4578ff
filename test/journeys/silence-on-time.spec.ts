import type { FeedItem } from '@vilfredo/scoring';
import { eventually } from '@vilfredo/testing';
import { callJson } from '../drills/http-call.js';
import type { AskedDeployment } from './asked-deployment.js';
import { anOrder } from './example-book.js';
import { RunningServer } from './running-server.js';

const secondMs = 1_000;
const hourMs = 3_600 * secondMs;
const visitor = 'daily-visitor';
const firstVisit = Date.parse('2026-01-01T09:00:00Z');
const visits = 90;
/** At nine yesterday. */
const lastVisit = firstVisit + (visits - 1) * 24 * hourMs;
/** This morning. */
const morning = lastVisit + 23 * hourMs;

interface Shown {
  readonly epoch: number | null;
  readonly churn: { readonly silence: { readonly state: string } } | null;
}

describe('a daily visitor with ninety visits, last seen at nine yesterday', () => {
  let server: RunningServer;
  let due: number;
  beforeEach(async () => {
    server = await RunningServer.prepare();
    await startAt(server, morning);
    await server.tell(
      Array.from({ length: visits }, (_, i) => anOrder(`visit-${i}`, visitor, firstVisit + i * 24 * hourMs, '3.00')),
    );
    await server.quiet();
    await eventually(
      async () => expect((await server.get<Shown>(`/customers/${visitor}`)).epoch).toEqual(expect.any(Number)),
      { timeout: 30_000 },
    );
    due = await overdueAt(server);
    expect(await silences(server)).toEqual([]);
  }, 240_000);
  afterEach(() => server.dispose());

  it('given that nobody comes, when this evening’s time has come, then an alert is raised on time, and once', async () => {
    expect(new Date(due).toISOString()).toMatch(/^2026-04-01T1[89]:/);
    await server.stop();
    await startAt(server, due - 15 * secondMs);
    const [alert] = await eventually(
      async () => {
        const alerts = await server.alertsOf(visitor, 'silence');
        expect(alerts).toHaveLength(1);
        return alerts;
      },
      { timeout: 60_000, every: 100 },
    );
    const [silence] = await silences(server);
    expect(silence).toMatchObject({ from: 'on-time', to: 'overdue', asOf: new Date(due).toISOString() });
    expect(Date.parse(silence!.at)).toBeGreaterThanOrEqual(due);
    expect(Date.parse(silence!.at)).toBeLessThan(due + 15 * secondMs);
    expect(alert!.because[0]!.causes).toContain(silence!.id);
    await isStillTheOnly(server, alert!.id, due + 60 * secondMs);
    await closesWhenTheyCome(server, due + 120 * secondMs);
  }, 180_000);

  it('given that the service is down over the time, when it is back, then the alert is raised as of its time, and once', async () => {
    await server.stop();
    await startAt(server, due + hourMs);
    const [alert] = await eventually(
      async () => {
        const alerts = await server.alertsOf(visitor, 'silence');
        expect(alerts).toHaveLength(1);
        return alerts;
      },
      { timeout: 60_000, every: 100 },
    );
    const told = await silences(server);
    expect(told).toMatchObject([{ from: 'on-time', to: 'overdue', asOf: new Date(due).toISOString() }]);
    expect(alert!.because[0]!.causes).toContain(told[0]!.id);
    await isStillTheOnly(server, alert!.id, due + hourMs + 60 * secondMs);
    await closesWhenTheyCome(server, due + hourMs + 120 * secondMs);
  }, 180_000);
});

async function startAt(server: RunningServer, instant: number): Promise<void> {
  await server.start('--clock', new Date(instant).toISOString());
}

/** The first instant as of which the customer is shown to be overdue, by asking as of ever closer instants. */
async function overdueAt(server: AskedDeployment): Promise<number> {
  const isOverdue = async (instant: number) => {
    const asOf = new Date(instant).toISOString();
    const { churn } = await server.get<Shown>(`/customers/${visitor}?asOf=${asOf}`);
    return churn?.silence.state !== 'on-time';
  };
  let [before, after] = [lastVisit, lastVisit + 72 * hourMs];
  expect([await isOverdue(before), await isOverdue(after)]).toEqual([false, true]);
  while (after - before > 1) {
    const between = Math.floor((before + after) / 2);
    if (await isOverdue(between)) after = between;
    else before = between;
  }
  return after;
}

async function silences(server: AskedDeployment): Promise<FeedItem[]> {
  return (await server.changes()).items.filter(({ type }) => type === 'SilenceDetected');
}

/** After a restart, and when everything is folded again. */
async function isStillTheOnly(server: RunningServer, alertId: string, later: number): Promise<void> {
  await server.stop();
  await startAt(server, later);
  await server.quiet();
  expect(await silences(server)).toHaveLength(1);
  const alerts = await server.alertsOf(visitor, 'silence');
  expect(alerts).toMatchObject([{ id: alertId, state: 'open' }]);
  expect(alerts[0]!.because).toHaveLength(1);
  expect(await callJson(`${server.url}/rebuilds`, { check: true })).toMatchObject({ equal: true });
}

async function closesWhenTheyCome(server: RunningServer, visit: number): Promise<void> {
  await server.tell([anOrder('back-again', visitor, visit, '3.00')]);
  await eventually(
    async () =>
      expect(await server.alertsOf(visitor, 'silence')).toMatchObject([
        { state: 'resolved', outcome: 'recovered', resolvedBy: 'rule' },
      ]),
    { timeout: 30_000 },
  );
  expect((await silences(server)).map(({ to }) => to)).toEqual(['overdue', 'on-time']);
}
