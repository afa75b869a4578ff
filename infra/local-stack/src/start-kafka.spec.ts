import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Consumer, Kafka, logLevel } from 'kafkajs';
import { describeWithLocalStack } from './describe-with.js';
import { kafkaVersions } from './kafka-versions.js';
import { type LocalBroker, startKafka } from './start-kafka.js';

describeWithLocalStack('a broker of the local stack', () => {
  describe.each(kafkaVersions)('Kafka %s', (version) => {
    let broker: LocalBroker;
    let folder: string;
    const kafka = () => new Kafka({ brokers: [...broker.brokers], logLevel: logLevel.NOTHING });

    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), 'vilfredo-kafka-'));
      broker = await startKafka({ version, dataFolder: join(folder, 'data') });
    }, 120_000);
    afterAll(async () => {
      await broker?.stop();
      await rm(folder, { recursive: true, force: true });
    });

    it('gives back in a group what was sent, and after a kill still has what it acknowledged', async () => {
      await makeTopic(kafka(), 'orders');
      await send(kafka(), 'orders', ['before']);
      expect(await readAll(kafka().consumer({ groupId: 'first' }), 'orders', 1)).toEqual(['before']);
      await send(kafka(), 'orders', ['last words']);
      const { pid } = broker;
      await broker.kill();
      await broker.restart();
      expect(broker.pid).not.toBe(pid);
      await send(kafka(), 'orders', ['after']);
      const all = await readAll(kafka().consumer({ groupId: 'second' }), 'orders', 3);
      expect(all).toEqual(['before', 'last words', 'after']);
    }, 120_000);

    it('makes no topic by itself', async () => {
      await expect(send(kafka(), 'misspelt', ['x'])).rejects.toThrow();
    });

    it('leaves a folder alone that it was given', async () => {
      await broker.stop();
      expect(existsSync(join(folder, 'data', 'log'))).toBe(true);
    });
  });
});

async function makeTopic(kafka: Kafka, topic: string): Promise<void> {
  const admin = kafka.admin();
  await admin.connect();
  await admin.createTopics({ topics: [{ topic, numPartitions: 1 }], waitForLeaders: true });
  await admin.disconnect();
}

async function send(kafka: Kafka, topic: string, values: readonly string[]): Promise<void> {
  const producer = kafka.producer({ allowAutoTopicCreation: true, retry: { retries: 3 } });
  await producer.connect();
  try {
    await producer.send({ topic, acks: -1, messages: values.map((value) => ({ value })) });
  } finally {
    await producer.disconnect();
  }
}

async function readAll(consumer: Consumer, topic: string, expected: number): Promise<string[]> {
  const read: string[] = [];
  const { promise, resolve } = Promise.withResolvers<void>();
  await consumer.connect();
  await consumer.subscribe({ topic, fromBeginning: true });
  await consumer.run({
    eachMessage: async ({ message }) => {
      read.push(String(message.value));
      if (read.length === expected) resolve();
    },
  });
  await promise;
  await consumer.disconnect();
  return read;
}
