import { request } from 'node:http';
import { gzipSync } from 'node:zlib';
import { Failure } from '@vilfredo/event-sourcing';
import { inChunks, lines, RecordingLog } from '../../test/importing.js';
import { serving } from '../../test/serving.js';

const mapping = {
  currency: 'EUR',
  source: 'shop',
  columns: { orderId: 'order', customerId: 'customer', at: 'at', sku: 'sku', quantity: 'quantity', unitPrice: 'price' },
};
const row = (order: string, quantity = '2') => `${order},c1,2026-01-05T10:00:00Z,s1,${quantity},1.50`;

describe('POST /imports and PUT /imports/{id}/content', () => {
  let stop: () => Promise<void>;
  let url: string;
  let told: string[];
  let log: RecordingLog;

  beforeEach(async () => {
    log = new RecordingLog();
    ({ stop, url, told } = await serving(log));
  });
  afterEach(() => stop());

  async function prepare(
    body: object,
  ): Promise<{ status: number; body: { id: string; field?: string; reason?: string } }> {
    const headers = { 'content-type': 'application/json' };
    const answer = await fetch(`${url}/imports`, { method: 'POST', headers, body: JSON.stringify(body) });
    return { status: answer.status, body: (await answer.json()) as { id: string } };
  }

  async function send(id: string, content: string | Uint8Array, type: string | null = 'application/octet-stream') {
    const answer = await fetch(`${url}/imports/${id}/content`, {
      method: 'PUT',
      body: inChunks(typeof content === 'string' ? Buffer.from(content) : content, 65_536) as unknown as string,
      headers: type === null ? {} : { 'content-type': type },
      duplex: 'half',
    } as RequestInit);
    const text = await answer.text();
    return {
      status: answer.status,
      lines: text
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line)),
    };
  }

  async function imported(content: string | Uint8Array, options: object = {}, type?: string | null) {
    const { body } = await prepare({ kind: 'orders', mapping, ...options });
    return (await send(body.id, content, type)).lines;
  }

  it('given a file, then refusals are told while it is read and the counts at the end', async () => {
    const answer = await imported(lines(row('o1'), row('o2', '0'), row('o1')));
    expect(answer.at(0)).toEqual({ progress: { bytes: 0, lines: 0, accepted: 0 } });
    expect(answer).toContainEqual({
      refused: {
        line: 3,
        field: 'quantity',
        reason: 'zeroQuantity',
        record: { order: 'o2', customer: 'c1', at: '2026-01-05T10:00:00Z', sku: 's1', quantity: '0', price: '1.50' },
      },
    });
    expect(answer.at(-1)).toEqual({
      done: {
        read: 3,
        accepted: 2,
        duplicates: 0,
        refused: 1,
        refusedBy: { zeroQuantity: 1 },
        facts: { accepted: 1, duplicates: 0 },
      },
    });
  });

  it('given the same file again, zipped and without a content type, then all of it is duplicate', async () => {
    await imported(lines(row('o1')));
    const answer = await imported(gzipSync(lines(row('o1'))), {}, null);
    expect(answer.at(-1)).toMatchObject({ done: { read: 1, accepted: 0, duplicates: 1 } });
  });

  it('given NDJSON, a dry run and a moment, then all three are heeded', async () => {
    const order = (orderId: string, at: string) =>
      JSON.stringify({
        kind: 'order',
        source: 's',
        orderId,
        customerId: 'c',
        at,
        currency: 'EUR',
        lines: [{ sku: 'a', quantity: 1, unitPrice: '1' }],
      });
    const file = `${order('1', '2026-01-09T23:00:00Z')}\n${order('2', '2026-01-10T00:00:01Z')}\n`;
    const answer = await imported(file, { mapping: null, dryRun: true, asOf: '2026-01-10' });
    expect(answer.at(-1)).toMatchObject({ done: { accepted: 1, refusedBy: { afterAsOf: 1 } } });
    expect(log.events).toEqual([]);
  });

  it('given a file of many megabytes with refusals all along, then answers flow while it is still being sent', async () => {
    const file = lines(...Array.from({ length: 60_000 }, (_, i) => row(`o${i}`, i % 2 === 0 ? '0' : '1')));
    expect(file.length).toBeGreaterThan(2_000_000);
    const answer = await imported(file);
    expect(answer.filter((line) => 'refused' in line)).toHaveLength(30_000);
    expect(answer.at(-1)).toMatchObject({ done: { read: 60_000, accepted: 30_000, refused: 30_000 } });
  });

  it('given a file that cannot be used, then the last line says why, though the rest is still being sent', async () => {
    expect((await imported(`a,b\n${'1,2\n'.repeat(1_000_000)}`)).at(-1)).toEqual({
      failed: {
        field: 'mapping.columns.orderId',
        reason: 'the file has no column "order"; its columns are "a", "b"',
      },
    });
    expect((await imported('')).at(-1)).toEqual({ failed: { field: null, reason: 'the file is empty' } });
  });

  it('given a log that refuses, then the last line says so and when to try again', async () => {
    log.failure = new Failure('unavailable', 'no space left', { retryAfter: 3 });
    const last = (await imported(lines(row('o1')))).at(-1);
    expect(last).toEqual({ failed: { field: null, reason: 'no space left', retryAfter: 3 } });
  });

  it('given a fault of our own, then the sender learns no detail and the service log tells it', async () => {
    log.failure = new TypeError('secret detail');
    const last = (await imported(lines(row('o1')))).at(-1);
    expect(last).toEqual({ failed: { field: null, reason: 'something went wrong on our side' } });
    expect(told.join()).toContain('import failed');
  });

  it.each([
    [{ kind: 'people' }, 'kind'],
    [{ kind: 'orders', dryRun: 'yes' }, 'dryRun'],
    [{ kind: 'orders', asOf: 'tomorrow' }, 'asOf'],
    [{ kind: 'orders', mapping: { ...mapping, currency: 'x' } }, 'mapping.currency'],
  ])('given a request %j, then 400 names the field %s', async (body, field) => {
    expect(await prepare(body)).toMatchObject({ status: 400, body: { field } });
  });

  it('given an import that was not prepared, then 404; content sent as JSON, then 400', async () => {
    expect((await send('nobody', lines(row('o1')))).status).toBe(404);
    const { body } = await prepare({ kind: 'orders', mapping });
    expect(await send(body.id, '{}', 'application/json')).toMatchObject({ status: 400 });
  });

  it('given a sender that breaks off, then nothing of the file is taken and the service goes on', async () => {
    const { body } = await prepare({ kind: 'orders', mapping });
    await new Promise<void>((resolve) => {
      const upload = request(`${url}/imports/${body.id}/content`, { method: 'PUT' });
      upload.on('error', () => resolve());
      upload.on('response', (answer) => {
        answer.on('error', () => resolve());
        answer.once('data', () => upload.destroy());
        answer.resume();
      });
      upload.write(lines(row('o1')));
    });
    expect((await imported(lines(row('o2')))).at(-1)).toMatchObject({ done: { accepted: 1 } });
    expect(log.events).toHaveLength(1);
    expect(told).toEqual([]);
  });
});
