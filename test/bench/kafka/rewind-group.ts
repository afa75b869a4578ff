import { Kafka, logLevel } from 'kafkajs';
import type { OrdersOnKafka } from './orders-on-kafka.js';

/** Puts a group, that nobody is in, back to the beginning of the orders: scoring has one group, whatever is measured. */
export async function rewindGroup({ brokers, prefix, topic, partitions }: OrdersOnKafka, group: string): Promise<void> {
  const kafka = new Kafka({ brokers: [...brokers], clientId: 'bench-rewinding', logLevel: logLevel.NOTHING });
  const consumer = kafka.consumer({ groupId: prefix + group });
  await consumer.connect();
  try {
    await consumer.subscribe({ topic, fromBeginning: true });
    const joined = new Promise((resolve) => consumer.on(consumer.events.GROUP_JOIN, resolve));
    await consumer.run({ autoCommit: false, eachBatchAutoResolve: false, eachBatch: async () => undefined });
    await joined;
    await consumer.commitOffsets(
      Array.from({ length: partitions }, (_, partition) => ({ topic, partition, offset: '0' })),
    );
  } finally {
    await consumer.disconnect();
  }
}
