import type { EventToAppend } from '@vilfredo/event-sourcing';

let built = 0;

/** An event with an id of its own; a test names only what matters to it. */
export function anEvent(overrides: Partial<EventToAppend> = {}): EventToAppend {
  built += 1;
  return {
    topic: 'orders',
    subject: 'customer-1',
    id: `event-${built}`,
    type: 'OrderPlaced',
    version: 1,
    time: '2026-03-01T10:00:00.000Z',
    correlationid: `correlation-${built}`,
    data: JSON.stringify({ number: built }),
    ...overrides,
  };
}
