import type { EventLog } from '@vilfredo/event-sourcing';
import { FeedSubscribers, feedPage } from '@vilfredo/scoring';

/** Follows the feed from its end. @param onCause is told what set off each change @returns what ends it */
export async function followInProcess(log: EventLog, onCause: (cause: string) => void): Promise<() => Promise<void>> {
  const subscribers = new FeedSubscribers(log);
  const gone = new AbortController();
  let cursor = await log.end();
  const following = (async () => {
    while (!gone.signal.aborted) {
      const { items, next } = await feedPage(log, cursor, 100);
      for (const { causes } of items) for (const cause of causes) onCause(cause);
      cursor = next;
      if (items.length === 0) await subscribers.news(1_000, gone.signal);
    }
  })();
  return async () => {
    gone.abort();
    subscribers.close();
    await following;
  };
}
