import { demoEnterprise } from '@vilfredo/all-in-one';
import { type EventToAppend, Failure, type StoredEvent } from '@vilfredo/event-sourcing';
import { type IntakeOrder, recordOrder } from '@vilfredo/order-ingestion';

/** The events of the demo enterprise, in two halves by time: one to build up a book, one to measure on. */
export interface DemoLog {
  /** Where the clock stands when all of it has happened, epoch ms. */
  readonly until: number;
  readonly before: readonly EventToAppend[];
  readonly measured: readonly EventToAppend[];
}

export interface DemoLogOptions {
  readonly customers: number;
  readonly months?: number;
}

const until = '2026-10-01T00:00:00Z';

export function demoLog({ customers, months = 14 }: DemoLogOptions): DemoLog {
  const now = Date.parse(until);
  const events = Array.from(demoEnterprise({ seed: 1, customers, months, until }), (fact) => eventOf(fact, now));
  const half = events.length >> 1;
  return { until: now, before: events.slice(0, half), measured: events.slice(half) };
}

/** @throws Failure `bug` for an order that intake would refuse */
export function eventOf(order: IntakeOrder, now: number): EventToAppend {
  const { event, refused } = recordOrder(order, now);
  if (event !== undefined) return event;
  throw new Failure('bug', `a bench made a wrong order: ${JSON.stringify(refused)}`);
}

/** The events as a log gives them back. */
export function asStored(events: readonly EventToAppend[], recordedAt: number): StoredEvent[] {
  const recordedat = new Date(recordedAt).toISOString();
  return events.map((event, offset) => ({ ...event, recordedat, partition: 0, offset }));
}

export function* inChunks<T>(items: Iterable<T>, size: number): Generator<readonly T[]> {
  let chunk: T[] = [];
  for (const item of items) {
    chunk.push(item);
    if (chunk.length < size) continue;
    yield chunk;
    chunk = [];
  }
  if (chunk.length > 0) yield chunk;
}
