import { get, type IncomingMessage } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import type { FeedItem } from '@vilfredo/scoring';
import { eventually } from '@vilfredo/testing';
import { FeedFollower } from '../drills/feed-follower.js';
import { aBook, anOrder } from './example-book.js';
import { onBoth } from './on-both.js';

/** Reads the stream no faster than it is asked to: what it does not ask for waits with the server. */
class SlowReader {
  readonly received: FeedItem[] = [];
  private text = '';

  constructor(private readonly response: IncomingMessage) {
    response.setEncoding('utf8');
    response.pause();
  }

  static async connect(url: string): Promise<SlowReader> {
    const response = await new Promise<IncomingMessage>((resolve, reject) => {
      get(`${url}/scores/changes/stream`, { agent: false }, resolve).on('error', reject);
    });
    return new SlowReader(response);
  }

  /** Resolves with one more change read. */
  async readOne(): Promise<void> {
    for (;;) {
      const end = this.text.indexOf('\n\n');
      if (end >= 0) {
        const data = /^data: (.*)$/m.exec(this.text.slice(0, end));
        this.text = this.text.slice(end + 2);
        if (data === null) continue;
        this.received.push(JSON.parse(data[1]!) as FeedItem);
        return;
      }
      const more = this.response.read() as string | null;
      if (more === null) await pause(1);
      else this.text += more;
    }
  }

  leave(): void {
    this.response.destroy();
  }
}

/** Ids in the order told. Between customers there is no order: a broker may show one partition a moment later than another. */
function byCustomer(items: readonly FeedItem[]): ReadonlyMap<string, readonly string[]> {
  const told = Map.groupBy(items, ({ customerId }) => customerId);
  return new Map(Array.from(told, ([customerId, own]) => [customerId, own.map(({ id }) => id)]));
}

onBoth('a subscriber that reads one change a second', (theServer) => {
  it('delays nobody and misses nothing', async () => {
    const server = theServer();
    const now = Date.now();
    const slow = await SlowReader.connect(server.url);
    const fast = new FeedFollower(server.url).start();
    await server.tell(aBook(3_000, now));
    await server.quiet();

    const delays: number[] = [];
    for (let i = 0; i < 4; i++) {
      const second = pause(1_000);
      await slow.readOne();
      const begun = performance.now();
      await server.tell([anOrder(`probe-${i}`, `probe-${i}`, now - 60_000)]);
      delays.push(
        await eventually(
          () => {
            const shown = fast.received.find(({ item }) => item.customerId === `probe-${i}`);
            if (shown === undefined) throw new Error('not shown yet');
            return shown.came - begun;
          },
          { every: 2 },
        ),
      );
      await second;
    }
    expect(slow.received).toHaveLength(4);
    // Who had to wait for the slow one would wait for minutes.
    expect(Math.max(...delays)).toBeLessThan(30_000);

    await server.quiet();
    const all = (await server.changes()).items;
    expect(all.length).toBeGreaterThan(5_000);
    await eventually(() => expect(fast.received.length).toBe(all.length));
    while (slow.received.length < all.length) await slow.readOne();
    expect(byCustomer(slow.received)).toEqual(byCustomer(all));
    expect(byCustomer(fast.received.map(({ item }) => item))).toEqual(byCustomer(all));
    slow.leave();
    await fast.stop();
  }, 240_000);
});
