import type { TrialReport } from '@vilfredo/scoring';
import { call } from '../drills/http-call.js';
import { aBook } from './example-book.js';
import { onBoth } from './on-both.js';

interface Line {
  readonly progress?: { readonly phase: string; readonly events: number };
  readonly report?: TrialReport;
}

onBoth('what the last months would have been under other rules', (theServer) => {
  const customers = 60;
  const orders = aBook(customers, Date.now());
  let server: ReturnType<typeof theServer>;

  beforeAll(async () => {
    server = theServer();
    await server.tell(orders);
    await server.quiet();
  }, 60_000);

  const amountCounts = {
    name: 'amount counts',
    criteria: [
      { name: 'recency', weight: 1 },
      { name: 'amount', weight: 9 },
    ],
  };
  const days = (n: number) => new Date(Date.now() - n * 86_400_000).toISOString();

  it('answers with who would stand where, and tells nobody else', async () => {
    const before = await server.snapshot();
    const report = await server.post<TrialReport>('/policy/trials', { policy: amountCounts, from: days(120) });
    expect(report).toMatchObject({
      policy: 'v1',
      candidate: 'amount counts',
      customers,
      equal: false,
      events: orders.length,
    });
    expect(report.moved.value).toBeGreaterThan(customers / 2);
    expect(report.standings.inForce.tiers.top).toBeGreaterThan(0);
    const after = await server.snapshot();
    expect(after.scores).toEqual(before.scores);
    expect((await server.changes(before.cursor)).items).toEqual([]);
  }, 60_000);

  it('finds nothing different under the rules in force, and says on the way how far it is', async () => {
    const { name: _, ...rules } = await server.get<{ name: string }>('/policy');
    const body = JSON.stringify({ policy: { ...rules, name: 'the same' }, from: days(120) });
    const headers = { 'content-type': 'application/json', accept: 'application/x-ndjson' };
    const { status, text } = await call(`${server.url}/policy/trials`, { method: 'POST', headers, body });
    expect(status).toBe(200);
    const lines = text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Line);
    expect(lines[0]).toEqual({ progress: { phase: 'reading', events: expect.any(Number) } });
    expect(lines.at(-1)?.report).toMatchObject({ candidate: 'the same', equal: true, touched: 0, customersMoved: [] });
  }, 60_000);

  it('refuses what cannot be tried, with field and reason, and goes on', async () => {
    const headers = { 'content-type': 'application/json', accept: 'application/x-ndjson' };
    const body = JSON.stringify({ policy: { criteria: [{ name: 'recency', weight: -1 }] } });
    const { status, text } = await call(`${server.url}/policy/trials`, { method: 'POST', headers, body });
    expect(status).toBe(400);
    expect(JSON.parse(text)).toMatchObject({ field: 'criteria.0.weight', reason: expect.stringMatching(/positive/) });
    const backwards = await call(`${server.url}/policy/trials`, {
      method: 'POST',
      headers,
      body: JSON.stringify({ policy: {}, from: days(1), to: days(2) }),
    });
    expect(JSON.parse(backwards.text)).toMatchObject({ status: 400, field: 'from' });
  });
});
