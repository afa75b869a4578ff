import type { StoredEvent } from '@vilfredo/event-sourcing';
import { startNullBroker } from '../../null-broker/start-null-broker.js';
import { asStored, demoLog } from '../demo-log.js';
import { inPartitions } from '../peers/event-record.js';
import { runningFrom } from '../temporary-deployment.js';
import { governanceOver } from './governance-over.js';
import type { OrdersOnKafka } from './orders-on-kafka.js';

/** A partition with one event that nobody can read, and healthy ones of others before and behind it. */
export interface PoisonedPartition {
  readonly source: OrdersOnKafka;
  readonly isPoisonous: (event: Pick<StoredEvent, 'id'>) => boolean;
  /** Id of the healthy event, of another customer, that stands right behind it. */
  readonly next: string;
}

/** Milliseconds from when the poisonous event was first tried until the next healthy one was handled; null when it was not in time. */
export type Recovery = Promise<number | null>;

export async function poisonedPartition(): Promise<{
  readonly partition: PoisonedPartition;
  readonly release: () => Promise<void>;
}> {
  const { before, measured, until } = demoLog({ customers: 50 });
  const orders = [...before, ...measured];
  const governance = await governanceOver(orders, until);
  const events = asStored(orders, until);
  const at = events.length >> 1;
  const spoiled = events[at]!;
  const next = events.find(({ subject }, i) => i > at && subject !== spoiled.subject)!;
  const served = events.with(at, { ...spoiled, data: `${spoiled.data}}` });
  const broker = await startNullBroker({
    topics: { orders: inPartitions(served, 1), governance: inPartitions(asStored(governance, until - 1), 1) },
    recordsPerBatch: 20,
  });
  const place = { brokers: broker.brokers, topic: 'orders', prefix: '', partitions: 1 };
  const source: OrdersOnKafka = { ...place, events: events.length, asOf: until, clock: runningFrom(until) };
  const partition: PoisonedPartition = { source, isPoisonous: ({ id }) => id === spoiled.id, next: next.id };
  return { partition, release: () => broker.stop() };
}
