import type { ParkedEvent } from '@vilfredo/event-sourcing';

/** A customer whose alerts wait: behind which event, since when and why. */
export function parkedSummary(key: string, [first, ...behind]: readonly ParkedEvent[]) {
  return {
    key,
    events: behind.length + 1,
    event: first === undefined ? null : { id: first.event.id, type: first.event.type },
    cause: first?.cause ?? null,
    since: first === undefined ? null : new Date(first.parkedAt).toISOString(),
    attempts: first?.attempts ?? 0,
  };
}
