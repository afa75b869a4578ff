import { type AppendOutcome, type EventToAppend, Failure } from '@vilfredo/event-sourcing';
import { fingerprintOf } from './event-id-registry.js';
import { headersOf } from './event-record.js';
import type { RecordToSend } from './idempotent-producer.js';
import { partitionOf } from './murmur2.js';

/** One event on its way into the log. */
export interface AppendItem extends RecordToSend {
  readonly id: string;
  readonly subject: string;
  readonly fingerprint: string;
  /** What it takes of a request, or somewhat more. */
  readonly bytes: number;
  outcome: AppendOutcome | undefined;
  /** Somebody else had claimed it when we looked last. */
  wasClaimed: boolean;
}

export interface ItemLimits {
  readonly counts: ReadonlyMap<string, number>;
  readonly source: string;
  /** Most bytes of one record. */
  readonly bytes: number;
}

/** Of a record without its key, value and headers, and of each header without its name and value. */
const OVERHEAD = { record: 40, header: 6 };

/** @throws Failure `invalid` when the topic is not one of this log, or the event is larger than a topic takes */
export function itemOf(event: EventToAppend, { counts, source, bytes: most }: ItemLimits): AppendItem {
  const count = counts.get(event.topic);
  if (count === undefined) throw new Failure('invalid', `${event.topic} is no topic of this log`, { field: 'topic' });
  const headers = headersOf(event, source);
  const key = Buffer.from(event.subject);
  const value = Buffer.from(event.data);
  let bytes = OVERHEAD.record + key.length + value.length;
  for (const [name, text] of Object.entries(headers)) {
    bytes += OVERHEAD.header + name.length + Buffer.byteLength(String(text));
  }
  if (bytes > most) throw new Failure('invalid', `has ${bytes} bytes, of ${most} at most`, { field: 'data' });
  return {
    topic: event.topic,
    partition: partitionOf(key, count),
    id: event.id,
    subject: event.subject,
    fingerprint: fingerprintOf(event),
    key,
    value,
    headers,
    bytes,
    outcome: undefined,
    wasClaimed: false,
  };
}

const REQUEST_BYTES = 8 * 1024 * 1024;

/** Cuts items, in their order, into sends that brokers take: `most` bytes for each partition, some MB in all. */
export function asSends(items: readonly AppendItem[], most: number): readonly (readonly AppendItem[])[] {
  const sends: AppendItem[][] = [];
  let ofPartition = new Map<string, number>();
  let total = 0;
  for (const item of items) {
    const name = `${item.topic}-${item.partition}`;
    const own = (ofPartition.get(name) ?? 0) + item.bytes;
    if (sends.length === 0 || own > most || total + item.bytes > REQUEST_BYTES) {
      sends.push([]);
      ofPartition = new Map();
      total = 0;
    }
    ofPartition.set(name, (ofPartition.get(name) ?? 0) + item.bytes);
    total += item.bytes;
    sends.at(-1)!.push(item);
  }
  return sends;
}
