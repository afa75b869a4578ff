import { read } from '../contract/envelope.js';
import type { ParkedEventSkipped } from './governance.js';

/**
 * The id of the event that somebody decided to leave out; null when the event at hand is about something else.
 * @throws Unreadable naming the wrong fields.
 */
export function skippedEvent(event: {
  readonly type: string;
  readonly version: number;
  readonly data: string;
}): string | null {
  return event.type === 'ParkedEventSkipped' ? (read(event).payload as ParkedEventSkipped).eventId : null;
}
