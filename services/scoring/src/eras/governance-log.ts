import type { Cursor, EventLog, StoredEvent } from '@vilfredo/event-sourcing';
import { derivedId, type Policy, type Written, write } from '@vilfredo/events';

/** The topics that scoring folds. */
export const scoringTopics = ['customers', 'interactions', 'orders', 'governance'] as const;

/** Everything recorded about policies and epochs, oldest first, up to a position (everything without one). */
export async function* governanceUpTo(
  log: EventLog,
  until?: (event: StoredEvent) => boolean,
  through?: Cursor,
): AsyncGenerator<StoredEvent> {
  let after: Cursor | undefined;
  for (;;) {
    const page = await log.read({
      topics: ['governance'],
      limit: 200,
      ...(after === undefined ? {} : { after }),
      ...(through === undefined ? {} : { through }),
    });
    if (page.events.length === 0) return;
    for (const event of page.events) {
      if (until !== undefined && !until(event)) return;
      yield event;
    }
    after = page.cursor;
  }
}

/** The event that puts a policy in force. Its id is given: activating twice by mistake is activating once. */
export function activation(policy: Policy, id: string, now: number, because?: string): Written {
  const payload = because === undefined ? { policy } : { policy, because };
  return write(
    'PolicyActivated',
    { id, subject: 'policy', time: new Date(now).toISOString(), correlationid: id },
    payload,
  );
}

/** Puts a policy in force where none has ever been. @param now epoch ms */
export async function activateFirst(
  policy: Policy,
  log: Pick<EventLog, 'read' | 'append'>,
  now: number,
): Promise<void> {
  const { events } = await log.read({ topics: ['governance'], limit: 1 });
  if (events.length === 0) await log.append([activation(policy, derivedId('policy', 'first', 'PolicyActivated'), now)]);
}
