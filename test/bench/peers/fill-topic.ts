import type { StoredEvent } from '@vilfredo/event-sourcing';
import { Kafka, logLevel, type Message, type Producer } from 'kafkajs';
import { inPartitions } from './event-record.js';

export interface Filling {
  readonly brokers: readonly string[];
  readonly topic: string;
  readonly partitions: number;
  readonly events: readonly StoredEvent[];
}

/** A broker refuses more than a megabyte at once; this leaves room for what stands around the records. */
const mostBytes = 800_000;

/** As the product makes its own topics. */
const configEntries = [
  { name: 'message.timestamp.type', value: 'LogAppendTime' },
  { name: 'retention.ms', value: '-1' },
];

/** Makes a topic on a real broker and writes the events to it, each subject to one partition, in order. */
export async function fillTopic({ brokers, topic, partitions, events }: Filling): Promise<void> {
  const kafka = new Kafka({ brokers: [...brokers], clientId: 'bench-filling', logLevel: logLevel.NOTHING });
  const [admin, producer] = [kafka.admin(), kafka.producer({ idempotent: true })];
  try {
    await admin.connect();
    await producer.connect();
    await admin.createTopics({ topics: [{ topic, numPartitions: partitions, replicationFactor: 1, configEntries }] });
    for (const [partition, records] of inPartitions(events, partitions).entries()) {
      const messages = records.map(({ key, value, headers }) => ({ key, value, headers, partition }));
      await sendAll(producer, topic, messages);
    }
  } finally {
    await producer.disconnect();
    await admin.disconnect();
  }
}

async function sendAll(producer: Producer, topic: string, messages: readonly Message[]): Promise<void> {
  let some: Message[] = [];
  let bytes = 0;
  for (const message of messages) {
    const size = sizeOf(message);
    if (some.length > 0 && bytes + size > mostBytes) {
      await producer.send({ topic, acks: -1, messages: some });
      [some, bytes] = [[], 0];
    }
    some.push(message);
    bytes += size;
  }
  if (some.length > 0) await producer.send({ topic, acks: -1, messages: some });
}

/** At most what it takes on the wire. */
function sizeOf({ key, value, headers = {} }: Message): number {
  const texts = [key ?? '', value ?? '', ...Object.entries(headers).flat()];
  return texts.reduce((sum, text) => sum + Buffer.byteLength(String(text)) + 5, 20);
}
