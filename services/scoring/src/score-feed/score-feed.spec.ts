import type { EventToAppend } from '@vilfredo/event-sourcing';
import { MemoryLog, orderPlaced } from '@vilfredo/testing';
import { feedItem, feedPage, followFeed } from './score-feed.js';

const change = (seq: number): EventToAppend => ({
  topic: 'scores',
  subject: 'customer-1',
  id: `change-${seq}`,
  type: 'ValueChanged',
  version: 1,
  time: '2026-03-01T00:00:00.000Z',
  correlationid: 'c',
  data: JSON.stringify({
    ...{ seq, asOf: '2026-03-01T00:00:00.000Z', from: null, to: seq, parts: [], causes: ['e1'] },
    ...{ policy: 'v1', model: 'default', epoch: 1 },
  }),
});

async function logWith(count: number): Promise<MemoryLog> {
  const log = new MemoryLog(() => Date.parse('2026-03-02T00:00:00Z'));
  for (let seq = 1; seq <= count; seq++) await log.append([change(seq), orderPlaced()]);
  return log;
}

describe('the score feed', () => {
  it('shows a change with its customer, its time of recording and everything it says', async () => {
    const log = await logWith(1);
    expect(feedItem(log.events[0]!)).toEqual({
      id: 'change-1',
      type: 'ValueChanged',
      customerId: 'customer-1',
      seq: 1,
      at: '2026-03-02T00:00:00.000Z',
      asOf: '2026-03-01T00:00:00.000Z',
      from: null,
      to: 1,
      parts: [],
      causes: ['e1'],
      policy: 'v1',
      model: 'default',
      epoch: 1,
    });
  });

  it('gives every change once, page by page, and an empty page at the end with the same cursor', async () => {
    const log = await logWith(5);
    const seen: number[] = [];
    let cursor: string | undefined;
    for (let page = await feedPage(log, cursor, 2); page.items.length > 0; page = await feedPage(log, cursor, 2)) {
      seen.push(...page.items.map(({ seq }) => seq));
      cursor = page.next;
    }
    expect(seen).toEqual([1, 2, 3, 4, 5]);
    expect(await feedPage(log, cursor, 2)).toEqual({ items: [], next: cursor });
    await log.append([change(6)]);
    expect((await feedPage(log, cursor, 2)).items.map(({ seq }) => seq)).toEqual([6]);
  });
});

describe('somebody who follows the feed', () => {
  it('reads what there is, then what comes, and nothing twice', async () => {
    const log = await logWith(150);
    const gone = new AbortController();
    const seen: string[] = [];
    let news = 0;
    const wait = async () => {
      news++;
      if (news === 1) await log.append([change(151)]);
      else gone.abort();
    };
    for await (const item of followFeed(log, undefined, gone.signal, wait))
      if (item !== 'idle') seen.push(item.event.id);
    expect(seen).toEqual(Array.from({ length: 151 }, (_, i) => `change-${i + 1}`));
  });

  it('goes on from the cursor of the last change they had', async () => {
    const log = await logWith(5);
    const first = new AbortController();
    let cursor: string | undefined;
    for await (const item of followFeed(log, undefined, first.signal, async () => undefined)) {
      if (item === 'idle' || item.event.id === 'change-4') break;
      cursor = item.cursor;
    }
    const again = new AbortController();
    const seen: string[] = [];
    for await (const item of followFeed(log, cursor, again.signal, async () => again.abort())) {
      if (item !== 'idle') seen.push(item.event.id);
    }
    expect(seen).toEqual(['change-4', 'change-5']);
  });

  it('hears from an idle feed, so that a connection can be kept', async () => {
    const gone = new AbortController();
    const seen: unknown[] = [];
    for await (const item of followFeed(await logWith(0), undefined, gone.signal, async () => gone.abort()))
      seen.push(item);
    expect(seen).toEqual(['idle']);
  });
});
