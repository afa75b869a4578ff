import type { ParkedEvent } from '@vilfredo/event-sourcing';

/** What lists of parked keys say of one: how much waits on it, and why. */
export function parkedSummary(key: string, parked: readonly ParkedEvent[]) {
  const [first] = parked;
  return {
    key,
    events: parked.length,
    cause: first?.cause ?? null,
    since: first === undefined ? null : new Date(first.parkedAt).toISOString(),
    attempts: first?.attempts ?? 0,
  };
}

/** One parked event. Never the payload: it may be what is wrong, and it may be long. */
export function parkedAnswer({ event, cause, parkedAt, attempts }: ParkedEvent) {
  const { id, type, version, topic, partition, offset, time, recordedat, data } = event;
  return {
    id,
    type,
    version,
    topic,
    partition,
    offset,
    time,
    recordedAt: recordedat,
    characters: data.length,
    cause,
    parkedAt: new Date(parkedAt).toISOString(),
    attempts,
  };
}
