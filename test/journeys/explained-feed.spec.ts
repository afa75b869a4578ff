import { setTimeout as pause } from 'node:timers/promises';
import { recordOrder } from '@vilfredo/order-ingestion';
import { eventually } from '@vilfredo/testing';
import { FeedFollower } from '../drills/feed-follower.js';
import { callJson } from '../drills/http-call.js';
import type { Score } from './asked-deployment.js';
import { aBook, anOrder } from './example-book.js';
import { onBoth } from './on-both.js';

interface Part {
  readonly points: number;
  readonly causes: readonly string[];
}

const sum = (parts: readonly Part[]) => parts.reduce((total, { points }) => total + points, 0);

onBoth('orders in, explained changes out', (theServer) => {
  const now = Date.now();
  let server: ReturnType<typeof theServer>;

  beforeAll(async () => {
    server = theServer();
    await server.tell(aBook(200, now));
    await eventually(
      async () =>
        expect(await server.get('/customers/customer-1')).toMatchObject({ value: { score: expect.any(Number) } }),
      { timeout: 20_000 },
    );
    await server.quiet();
  }, 60_000);

  it('tells a subscriber of an order who moved, from what to what, and why, and the customer adds up to it', async () => {
    const { cursor } = await server.changes();
    const follower = new FeedFollower(server.url, cursor).start();
    const order = anOrder('big-1', 'customer-1', now - 60_000, '900.00');
    const { event } = recordOrder(order, now);
    await server.tell([order]);
    const change = await eventually(() => {
      const found = follower.received.find(
        ({ item }) => item.customerId === 'customer-1' && item.type === 'ValueChanged',
      );
      if (found === undefined) throw new Error('not told yet');
      return found.item;
    });
    await follower.stop();

    expect(change).toMatchObject({
      causes: [event?.id],
      policy: 'v1',
      from: expect.any(Number),
      to: expect.any(Number),
    });
    const parts = change.parts as readonly Part[];
    expect(sum(parts)).toBeCloseTo(change.to as number, 9);
    expect(parts.flatMap(({ causes }) => causes)).toContain(event?.id);

    const customer = await server.get<{ seq: number; value: { score: number; criteria: Part[] } }>(
      '/customers/customer-1',
    );
    expect(customer.value.score).toBe(change.to);
    expect(customer.seq).toBeGreaterThanOrEqual(change.seq);
    expect(sum(customer.value.criteria)).toBeCloseTo(customer.value.score, 9);
  });

  it('goes on after the last event that a subscriber had, without a gap and without a repeat', async () => {
    const all = (await server.changes()).items.map(({ id }) => id);
    const first = new FeedFollower(server.url).start();
    await eventually(() => expect(first.received.length).toBe(all.length));
    await first.stop();
    expect(first.received.map(({ item }) => item.id)).toEqual(all);

    const middle = first.received[Math.floor(all.length / 2)]!;
    const second = new FeedFollower(server.url, middle.cursor).start();
    await eventually(() => expect(second.received.at(-1)?.item.id).toBe(all.at(-1)));
    await second.stop();
    expect(second.received.map(({ item }) => item.id)).toEqual(all.slice(all.indexOf(middle.item.id) + 1));
  });

  it('gives a newcomer everything by a snapshot and the changes after its cursor, while orders come in', async () => {
    const orders = aBook(150, now, 'later');
    const telling = (async () => {
      for (let from = 0; from < orders.length; from += 10) {
        await server.tell(orders.slice(from, from + 10));
        await pause(10);
      }
    })();
    await pause(60);
    const { scores, cursor } = await server.snapshot();
    await telling;
    await server.quiet();
    for (const { customerId, seq, type, to } of (await server.changes(cursor)).items) {
      const known = scores.get(customerId) ?? { customerId, seq: 0, state: null, value: null, tier: null };
      if (seq <= known.seq) continue;
      expect(seq).toBe(known.seq + 1);
      const field = { ActivityChanged: 'state', ValueChanged: 'value', TierChanged: 'tier' }[type];
      scores.set(customerId, { ...known, seq, ...(field === undefined ? {} : { [field]: to }) } as Score);
    }
    const told = ({ customerId, seq, state, value, tier }: Score) => ({ customerId, seq, state, value, tier });
    const now_ = (await server.snapshot()).scores;
    expect([...scores.values()].map(told).sort(byCustomer)).toEqual([...now_.values()].map(told).sort(byCustomer));
    expect(scores.size).toBe(350);
  });

  it('scores everybody anew under a policy that is put in force while it runs', async () => {
    const { cursor } = await server.changes();
    await callJson(
      `${server.url}/policy`,
      { name: 'recency-alone', criteria: [{ name: 'recency', weight: 1 }] },
      'PUT',
    );
    await eventually(async () => expect((await server.changes(cursor)).items.length).toBeGreaterThan(100), {
      timeout: 20_000,
    });
    await server.quiet();
    const { items } = await server.changes(cursor);
    expect(new Set(items.map(({ policy }) => policy))).toEqual(new Set(['recency-alone']));
    expect(items.length).toBeGreaterThan(100);
    for (const id of ['customer-3', 'later-77']) {
      const { policy, value } = await server.get<{
        policy: string;
        value: { score: number; criteria: (Part & { name: string })[] };
      }>(`/customers/${id}`);
      expect(policy).toBe('recency-alone');
      expect(value.criteria.map(({ name }) => name)).toEqual(['recency', 'standing']);
      expect(sum(value.criteria)).toBeCloseTo(value.score, 9);
    }
    expect(await callJson(`${server.url}/rebuilds`, { check: true })).toMatchObject({ equal: true, views: 350 });
  }, 60_000);
});

function byCustomer(a: { customerId: string }, b: { customerId: string }): number {
  return a.customerId < b.customerId ? -1 : 1;
}
