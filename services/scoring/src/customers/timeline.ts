import { type EventLog, Failure, type StoredEvent } from '@vilfredo/event-sourcing';

/** A page of a customer's events, newest first. The cursor is the place of the last one given. */
export async function timelineOf<Item>(
  log: Pick<EventLog, 'history'>,
  topics: readonly string[],
  subject: string,
  page: { readonly limit: number; readonly cursor: string | undefined },
  toItem: (event: StoredEvent) => Item,
): Promise<{ items: Item[]; next: string | null }> {
  const events = (await log.history({ topics, subject })).toReversed();
  const from = page.cursor ? events.findIndex(({ id }) => id === page.cursor) + 1 : 0;
  if (page.cursor && from === 0) throw new Failure('invalid', 'is no cursor of this list', { field: 'cursor' });
  const shown = events.slice(from, from + page.limit);
  const more = from + page.limit < events.length;
  return { items: shown.map(toItem), next: more ? shown.at(-1)!.id : null };
}

/** An event as a timeline shows it; `data` is null when it is no JSON, as in an event that is parked for it. */
export function timelineItem({ id, type, time, recordedat, data }: StoredEvent) {
  return { id, type, at: time, recordedAt: recordedat, data: parsed(data) };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
