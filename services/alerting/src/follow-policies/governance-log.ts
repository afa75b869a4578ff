import type { Cursor, EventLog, StoredEvent } from '@vilfredo/event-sourcing';

/** Everything recorded about policies up to a position, oldest first. */
export async function* governanceUpTo(log: EventLog, through: Cursor): AsyncGenerator<StoredEvent> {
  let after: Cursor | undefined;
  for (;;) {
    const page = await log.read({
      topics: ['governance'],
      limit: 200,
      through,
      ...(after === undefined ? {} : { after }),
    });
    if (page.events.length === 0) return;
    yield* page.events;
    after = page.cursor;
  }
}
