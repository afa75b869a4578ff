import type { EventLog, StoredEvent } from '@vilfredo/event-sourcing';

/** Everything on these topics, read page by page. */
export async function allEvents(
  log: EventLog,
  topics: readonly string[] = ['orders'],
  limit = 100,
): Promise<readonly StoredEvent[]> {
  const events: StoredEvent[] = [];
  for (let page = await log.read({ topics, limit }); page.events.length > 0; ) {
    events.push(...page.events);
    page = await log.read({ topics, limit, after: page.cursor });
  }
  return events;
}
