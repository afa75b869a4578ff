import { Failure, type StoredEvent } from '@vilfredo/event-sourcing';
import { read, Unreadable } from '@vilfredo/events';
import type { WatchedEvent } from '../watch-customer/watched-event.js';

/** The largest payload that is folded, in characters; nothing that is published or taken in comes near. */
const largestPayload = 4_000_000;
const mostCauses = 20;

/**
 * Reads and checks a stored event that alerts depend on.
 * @throws Failure `invalid` naming the wrong fields
 */
export function readWatchedEvent(stored: StoredEvent): WatchedEvent {
  if (stored.data.length > largestPayload) throw new Failure('invalid', 'is too large', { field: 'data' });
  const time = Date.parse(stored.time);
  if (Number.isNaN(time)) throw new Failure('invalid', 'is no time', { field: 'time' });
  try {
    const event = read(stored);
    const told = 'causes' in event.payload ? event.payload.causes : undefined;
    const causes = told ?? (stored.causationid === undefined ? [] : [stored.causationid]);
    const { id, correlationid } = stored;
    return {
      id,
      at: Date.parse(stored.recordedat),
      correlationid,
      causes: causes.slice(0, mostCauses),
      time,
      read: event,
    };
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    throw new Failure('invalid', error.message, { field: error.violations[0]?.field ?? 'data', cause: error });
  }
}
