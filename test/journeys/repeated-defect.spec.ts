import { setTimeout as pause } from 'node:timers/promises';
import { type TemporaryFolder, temporaryFolder } from '@vilfredo/testing';
import { callJson } from '../drills/http-call.js';
import type { ServerProcess } from '../drills/server-process.js';
import { badRelease } from './bad-release.js';
import { aBook, anOrder } from './example-book.js';
import { RunningServer } from './running-server.js';

const clock = ['--clock', '2026-11-02T10:00:00Z'];
const now = Date.parse('2026-11-02T09:00:00Z');
const customers = 60;
const patienceMs = 60_000;

describe('a release with a defect that hits every customer', () => {
  let home: TemporaryFolder;
  let bad: Awaited<ReturnType<typeof badRelease>>;
  const servers: RunningServer[] = [];
  const prepared = async () => {
    const server = await RunningServer.prepare();
    servers.push(server);
    return server;
  };
  beforeAll(async () => {
    home = await temporaryFolder();
    bad = await badRelease(home.path);
  });
  afterAll(async () => {
    await Promise.all(servers.map((server) => server.dispose()));
    await home.dispose();
  });

  it('given customers who order one after the other, when it is rolled out, started again and rolled back, then it ends with 1, parks no more, and loses nothing', async () => {
    const [hit, spared] = [await prepared(), await prepared()];
    const before = aBook(customers, now);
    const after = before.map((_, n) => anOrder(`late-${n}`, `customer-${n % customers}`, now, '70.00'));
    for (const server of [hit, spared]) {
      await server.start(...clock);
      await server.tell(before);
      await server.quiet();
    }
    await spared.tell(after);
    await spared.quiet();
    await hit.stop();

    const released = hit.launchWith(bad, ...clock);
    await released.ready();
    const told = await tellOneByOne(hit, after);
    expect(await ended(released)).toMatchObject({ code: 1 });
    expect(released.errors).toEqual([
      expect.objectContaining({
        ...{ service: 'scoring', msg: 'a defect hits one customer after the other: the process ends', hit: 20 },
        error: "Cannot read properties of undefined (reading 'length')",
        place: expect.stringMatching(/note \(.*bad-release\.mjs:2:\d+\)/),
        first: expect.stringMatching(/^orders-0@\d+ orders-0@\d+ orders-0@\d+$/),
      }),
    ]);
    expect(released.complaints).toEqual([]);

    for (let start = 0; start < 3; start++)
      expect(await ended(hit.launchWith(bad, ...clock))).toMatchObject({ code: 1 });

    await hit.start(...clock);
    expect(await parkedAt(hit)).toBeLessThan(20);
    await hit.tell(after.slice(told));
    await drained(hit);
    await hit.quiet();
    expect(await shownBy(hit)).toEqual(await shownBy(spared));
    expect(await callJson(`${hit.url}/rebuilds`, { check: true })).toMatchObject({ equal: true, views: customers });
  }, 240_000);
});

/** Posts orders until they are not taken any more. @returns how many were */
async function tellOneByOne(server: RunningServer, orders: Parameters<RunningServer['tell']>[0]): Promise<number> {
  for (const [nth, order] of orders.entries()) {
    try {
      await server.tell([order]);
    } catch {
      return nth;
    }
    await pause(30);
  }
  return orders.length;
}

async function ended(server: ServerProcess) {
  const late = new AbortController();
  const limit = pause(patienceMs, { code: 'it still runs' }, { signal: late.signal });
  limit.catch(() => undefined);
  const end = await Promise.race([server.exit(), limit]);
  late.abort();
  return end;
}

async function parkedAt(server: RunningServer): Promise<number> {
  return (await server.all('/parked')).length;
}

async function drained(server: RunningServer): Promise<void> {
  const end = performance.now() + patienceMs;
  while ((await parkedAt(server)) > 0 && performance.now() < end) await pause(50);
  expect(await parkedAt(server)).toBe(0);
}

/** What is shown of every customer, under cut-offs of one moment. */
async function shownBy(server: RunningServer) {
  await server.stop();
  await server.start(...clock);
  await server.quiet();
  const { scores } = await server.snapshot();
  return [...scores.values()]
    .map(({ customerId, state, value, tier }) => ({ customerId, state, value, tier }))
    .sort((a, b) => a.customerId.localeCompare(b.customerId));
}
