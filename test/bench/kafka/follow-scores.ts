import { openSocket } from '@vilfredo/kafka';
import { Kafka, logLevel } from 'kafkajs';
import { freshGroup } from '../peers/peer.js';
import type { OrdersOnKafka } from './orders-on-kafka.js';

/** Consumes `scores` from its end, as any subscriber may. @param onCause is told what set off each change @returns what ends it */
export async function followScores(
  { brokers, prefix }: Pick<OrdersOnKafka, 'brokers' | 'prefix'>,
  onCause: (cause: string) => void,
): Promise<() => Promise<void>> {
  const kafka = new Kafka({
    brokers: [...brokers],
    clientId: 'bench-subscriber',
    socketFactory: openSocket,
    logLevel: logLevel.NOTHING,
  });
  const consumer = kafka.consumer({ groupId: prefix + freshGroup('subscriber') });
  await consumer.connect();
  await consumer.subscribe({ topic: `${prefix}scores`, fromBeginning: false });
  // Not before it has fetched does it have a place from which it misses nothing.
  const fetched = new Promise((resolve) => consumer.on(consumer.events.FETCH_START, resolve));
  await consumer.run({
    // kafkajs would commit, and wait for it, after each partition's batch: before the next it would have read is seen.
    autoCommit: false,
    eachBatch: async ({ batch }) => {
      for (const { headers } of batch.messages) onCause(String(headers?.ce_causationid));
    },
  });
  await fetched;
  return () => consumer.disconnect();
}
