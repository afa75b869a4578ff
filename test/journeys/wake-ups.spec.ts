import type { FeedItem } from '@vilfredo/scoring';
import { eventually } from '@vilfredo/testing';
import { FeedFollower } from '../drills/feed-follower.js';
import { callJson } from '../drills/http-call.js';
import { anOrder } from './example-book.js';
import { RunningServer } from './running-server.js';

const ordered = Date.parse('2026-01-10T09:00:00Z');
const customers = 1_500;

describe('wake-ups that fall due while the process is down', () => {
  let server: RunningServer;

  beforeAll(async () => {
    server = await RunningServer.prepare();
  });
  afterAll(() => server.dispose());

  it('fire once when it is back, as of the day on which they were due, though it is killed amid them', async () => {
    await server.start('--clock', '2026-01-10T10:00:00Z');
    const orders = Array.from({ length: customers }, (_, i) => anOrder(`o-${i}`, `c-${i}`, ordered, `${10 + i}.00`));
    await server.tell(orders);
    await server.quiet();
    const { cursor } = await server.changes();
    expect(await server.stop()).toMatchObject({ code: 0 });

    const later = '2027-01-20T10:00:00Z';
    for (let kills = 0; kills < 2; kills++) {
      const told = (await killOnNews(server, later, cursor)).length;
      expect(told).toBeGreaterThan(0);
    }
    await server.start('--clock', later);
    await server.quiet();
    const { items } = await server.changes(cursor);
    const dormant = items.filter(({ type, to }) => type === 'ActivityChanged' && to === 'dormant');
    expect(new Set(dormant.map(({ customerId }) => customerId)).size).toBe(customers);
    expect(dormant).toHaveLength(customers);
    expect(new Set(dormant.map(({ asOf }) => asOf))).toEqual(new Set(['2027-01-10T00:00:00.000Z']));
    expect(gapsIn((await server.changes()).items)).toEqual([]);

    await server.stop();
    await server.start('--clock', later);
    await server.quiet();
    expect((await server.changes(cursor)).items).toHaveLength(items.length);
    expect(await callJson(`${server.url}/rebuilds`, { check: true })).toMatchObject({ equal: true, views: customers });
  }, 240_000);
});

/** Starts the server, and kills it as soon as a subscriber hears of the first change after a cursor. */
async function killOnNews(server: RunningServer, clock: string, cursor: string) {
  const follower = new FeedFollower(server.url, cursor).start();
  server.launch('--clock', clock);
  await eventually(() => expect(follower.received.length).toBeGreaterThan(0), { timeout: 20_000, every: 1 });
  await server.kill();
  await follower.stop();
  return follower.received;
}

/** Customers whose changes are not numbered 1, 2, 3 … */
function gapsIn(items: readonly FeedItem[]): string[] {
  const seen = new Map<string, number>();
  return items.flatMap(({ customerId, seq }) => {
    const due = (seen.get(customerId) ?? 0) + 1;
    seen.set(customerId, seq);
    return seq === due ? [] : [`${customerId} ${seq}`];
  });
}
