import { Failure } from '@vilfredo/event-sourcing';
import { RecordingLog } from '../../test/importing.js';
import { serving } from '../../test/serving.js';

const order = (orderId: string, quantity: number | string = 1) => ({
  kind: 'order',
  source: 'shop',
  orderId,
  customerId: 'c1',
  at: '2026-01-05T10:00:00Z',
  currency: 'EUR',
  lines: [{ sku: 's1', quantity, unitPrice: '1.50' }],
});
const ndjson = (...records: (object | string)[]) =>
  records.map((record) => (typeof record === 'string' ? record : JSON.stringify(record))).join('\n');

describe('POST /orders', () => {
  let stop: () => Promise<void>;
  let url: string;
  let log: RecordingLog;

  beforeEach(async () => {
    log = new RecordingLog();
    ({ stop, url } = await serving(log));
  });
  afterEach(() => stop());

  async function post(body: string, type = 'application/json', headers: Record<string, string> = {}) {
    const answer = await fetch(`${url}/orders`, {
      method: 'POST',
      body,
      headers: { 'content-type': type, ...headers },
    });
    return { status: answer.status, headers: answer.headers, body: (await answer.json()) as { refused?: unknown } };
  }

  it('given one order, then 202 after the log has it, tied to the request that told it', async () => {
    const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
    const answer = await post(JSON.stringify(order('o1')), 'application/json', { traceparent, 'x-request-id': 'r1' });
    expect(answer).toMatchObject({ status: 202, body: { accepted: 1, duplicates: 0, refused: [] } });
    expect(log.events).toMatchObject([{ subject: 'c1', type: 'OrderPlaced', traceparent, correlationid: 'r1' }]);
  });

  it('given the same order again, then it is a duplicate; with other content, then a conflict', async () => {
    await post(JSON.stringify(order('o1')));
    expect((await post(JSON.stringify(order('o1')))).body).toEqual({ accepted: 0, duplicates: 1, refused: [] });
    expect(await post(JSON.stringify([order('o1', 2), order('o2')]))).toMatchObject({
      status: 202,
      body: { accepted: 1, refused: [{ line: 1, field: '', reason: 'conflict' }] },
    });
  });

  it('given an array with a bad order, then the good one is taken and every wrong field is named with its place', async () => {
    const answer = await post(JSON.stringify([order('o1'), { ...order('o2', 0), customerId: '' }]));
    expect(answer).toMatchObject({
      status: 202,
      body: {
        accepted: 1,
        refused: [
          { line: 2, field: 'customerId', reason: 'missing' },
          { line: 2, field: 'lines.0.quantity', reason: 'zeroQuantity' },
        ],
      },
    });
  });

  it('given nothing usable, then 400 as a problem that lists the refusals', async () => {
    const answer = await post(JSON.stringify(order('o1', 0)));
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
    expect(answer).toMatchObject({
      status: 400,
      body: {
        type: 'about:blank',
        status: 400,
        field: 'lines.0.quantity',
        reason: 'zeroQuantity',
        accepted: 0,
        refused: [{ line: 1, field: 'lines.0.quantity', reason: 'zeroQuantity' }],
      },
    });
    expect(log.events).toEqual([]);
  });

  it.each([
    ['an empty array', '[]', 'application/json'],
    ['empty NDJSON', '\n', 'application/x-ndjson'],
    ['broken JSON', '{"kind":', 'application/json'],
    ['a poisoned object', '{"__proto__":{"x":1}}', 'application/json'],
  ])('given %s, then 400', async (_, body, type) => {
    expect((await post(body, type)).status).toBe(400);
  });

  it('given NDJSON with bad lines among good ones, then each is told by its line', async () => {
    const poisoned = JSON.stringify(order('o3')).replace('{', '{"__proto__":{"x":1},"constructor":1,');
    const answer = await post(
      ndjson(order('o1'), '', '{broken', 'x'.repeat(1_100_000), poisoned, '"text"'),
      'application/x-ndjson',
    );
    expect(answer).toMatchObject({ status: 202, body: { accepted: 2, duplicates: 0 } });
    expect(answer.body.refused).toEqual([
      { line: 3, field: '', reason: 'notJson' },
      { line: 4, field: '', reason: 'lineTooLong' },
      { line: 6, field: '', reason: 'notAnObject' },
    ]);
    expect(log.events[1]?.data).not.toContain('constructor');
  });

  it('given NDJSON larger than one body may be, then it streams in, in chunks of 500', async () => {
    const all = Array.from({ length: 9_000 }, (_, i) => order(`o${i}`));
    const body = ndjson(...all);
    expect(body.length).toBeGreaterThan(1_048_576);
    expect(await post(body, 'application/x-ndjson')).toMatchObject({ status: 202, body: { accepted: 9_000 } });
    expect(Math.max(...log.appends)).toBe(500);
  });

  it('given a log that refuses, then 503 with Retry-After and nothing is acknowledged', async () => {
    log.failure = new Failure('unavailable', 'no space left', { retryAfter: 7 });
    const body = ndjson(...Array.from({ length: 9_000 }, (_, i) => order(`o${i}`)));
    for (const [sent, type] of [
      [JSON.stringify(order('o1')), 'application/json'],
      [body, 'application/x-ndjson'],
    ] as const) {
      const answer = await post(sent, type);
      expect(answer).toMatchObject({ status: 503, body: { reason: 'no space left' } });
      expect(answer.headers.get('retry-after')).toBe('7');
      expect(answer.body).not.toHaveProperty('accepted');
    }
  });

  it('given another content type, then 415', async () => {
    expect((await post('<a/>', 'application/xml')).status).toBe(415);
  });
});
