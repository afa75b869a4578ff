import { request } from 'node:http';
import { createInterface } from 'node:readline';
import { defaultPolicy } from '@vilfredo/scoring';
import { freshViewsSha256, viewsSha256 } from '../drills/audit-views.js';
import { Chance } from '../drills/chance.js';
import { callJson } from '../drills/http-call.js';
import { Shop } from '../drills/shop.js';
import { RunningServer } from './running-server.js';

interface Done {
  readonly read: number;
  readonly accepted: number;
  readonly duplicates: number;
  readonly refused: number;
}

/** Sends a file, and gives the last line of the answer; undefined when the server was gone before. */
async function importFile(url: string, file: string): Promise<Done | undefined> {
  const { id } = await callJson<{ id: string }>(`${url}/imports`, { kind: 'orders', mapping: null });
  return new Promise((resolve) => {
    const headers = { 'content-type': 'application/octet-stream' };
    const sending = request(`${url}/imports/${id}/content`, { method: 'PUT', headers, agent: false }, (response) => {
      response.on('error', () => resolve(undefined));
      createInterface({ input: response })
        .on('error', () => resolve(undefined))
        .on('line', (line) => {
          const { done } = JSON.parse(line) as { done?: Done };
          if (done !== undefined) resolve(done);
        })
        .on('close', () => resolve(undefined));
    });
    sending.on('error', () => resolve(undefined));
    sending.end(file);
  });
}

describe('a file imported, the process killed, and the file imported again', () => {
  const now = Date.now();
  const shop = new Shop({ source: 'file', chance: new Chance(5), now, clock: () => now, lateShare: 1 });
  const records = Array.from({ length: 6_000 }, () => shop.next());
  const file = records.map((record) => JSON.stringify(record)).join('\n');
  let server: RunningServer;

  beforeAll(async () => {
    server = await RunningServer.prepare();
  });
  afterAll(() => server.dispose());

  it('comes to the same views as one import without any fault', async () => {
    await server.start();
    const killed = new Promise<void>((resolve) => {
      void importFile(server.url, file);
      const look = async () => {
        const { events } = await server.get<{ events: number }>('/summary');
        if (events < 200) setTimeout(look, 5);
        else resolve(server.kill());
      };
      void look();
    });
    await killed;

    await server.start();
    const done = await importFile(server.url, file);
    expect(done).toMatchObject({ read: 6_000, refused: 0 });
    expect(done?.duplicates).toBeGreaterThanOrEqual(200);
    expect((done?.accepted ?? 0) + (done?.duplicates ?? 0)).toBe(6_000);
    expect(await importFile(server.url, file)).toMatchObject({ accepted: 0, duplicates: 6_000 });
    await server.quiet();
    expect(await callJson(`${server.url}/rebuilds`, { check: true })).toMatchObject({ equal: true });
    expect(await server.stop()).toMatchObject({ code: 0 });

    const later = now + 3_600_000;
    const fresh = await freshViewsSha256(records, defaultPolicy, later, new Chance(6));
    expect(await viewsSha256(server.folder, later)).toBe(fresh);
  }, 240_000);
});
