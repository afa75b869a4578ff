import type { Cursor, EventLog, StoredEvent } from '@vilfredo/event-sourcing';
import type { ScoreChange, ScorePart, ScoreTerm } from '@vilfredo/events';

/** A score change as subscribers read it. */
export interface FeedItem extends Omit<ScoreChange, 'parts'> {
  readonly parts: readonly (ScorePart | ScoreTerm)[];
  readonly id: string;
  readonly type: string;
  readonly customerId: string;
  /** When it was recorded. */
  readonly at: string;
  readonly from: unknown;
  readonly to: unknown;
}

type Told = Omit<FeedItem, 'id' | 'type' | 'customerId' | 'at'>;

/** Whatever else its type tells is in the change, too. */
export function feedItem(event: StoredEvent): FeedItem {
  const { seq, asOf, from, to, parts, causes, policy, model, epoch, ...more } = JSON.parse(event.data) as Told;
  const { id, type, subject: customerId, recordedat: at } = event;
  return { id, type, customerId, seq, at, asOf, from, to, parts, causes, policy, model, epoch, ...more };
}

export interface FeedPage {
  readonly items: readonly FeedItem[];
  readonly next: Cursor;
}

/** The changes after a cursor, in the order in which they were published; `next` never runs ahead of what was given. */
export async function feedPage(log: EventLog, after: Cursor | undefined, limit: number): Promise<FeedPage> {
  const page = await log.read({ topics: ['scores'], limit, ...(after === undefined ? {} : { after }) });
  return { items: page.events.map(feedItem), next: page.cursor };
}

/** How many changes one subscriber is handed at a time: what a slow one makes us hold in memory. */
const handful = 100;

/**
 * The changes after a cursor and then those to come, for as long as the subscriber reads. Each reads from the log at
 * their own pace; nobody waits for anybody, and nothing is kept for the slow but their cursor.
 */
export async function* followFeed(
  log: EventLog,
  from: Cursor | undefined,
  signal: AbortSignal,
  /** Resolves on news, and at the latest after a while. */
  news: () => Promise<void>,
): AsyncGenerator<{ event: StoredEvent; cursor: Cursor } | 'idle'> {
  let after = from;
  while (!signal.aborted) {
    const page = await log.read({ topics: ['scores'], limit: handful, ...(after === undefined ? {} : { after }) });
    for (const [i, event] of page.events.entries()) yield { event, cursor: page.cursorAfter(i) };
    after = page.cursor;
    if (page.events.length > 0) continue;
    yield 'idle';
    if (!signal.aborted) await news();
  }
}
