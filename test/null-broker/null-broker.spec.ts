import { connect } from 'node:net';
import { eventually } from '@vilfredo/testing';
import { ConfigResourceTypes, type Consumer, Kafka, logLevel } from 'kafkajs';
import { type BrokerRecord, encodeRecordBatch } from './record-batch.js';
import { serveBroker } from './serve-broker.js';
import { startNullBroker } from './start-null-broker.js';
import { TopicTable } from './topic-table.js';

const closing: (() => Promise<unknown>)[] = [];
const perPartition = 1_200;

afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

const recordsOf = (partition: number): BrokerRecord[] =>
  Array.from({ length: perPartition }, (_, i) => ({
    key: `customer-${i % 7}`,
    value: JSON.stringify({ partition, i, name: 'Käse' }),
    headers: { ce_id: `${partition}-${i}`, ce_type: 'OrderPlaced' },
    timestamp: 1_700_000_000_000 + i,
  }));

async function given({ partitions = 3, loops = 1 } = {}) {
  const topics = new TopicTable(loops);
  topics.create('orders', partitions);
  topics.create('scores', 2);
  for (let partition = 0; partition < partitions; partition++) {
    const records = recordsOf(partition);
    for (let at = 0; at < perPartition; at += 250) {
      topics.add('orders', partition, encodeRecordBatch(records.slice(at, at + 250)));
    }
  }
  const trouble: string[] = [];
  const broker = await serveBroker(topics, { onTrouble: ({ message }) => trouble.push(message) });
  closing.push(() => broker.close());
  return { ...broker, trouble, kafka: clientOf(broker.port) };
}

function clientOf(port: number): Kafka {
  return new Kafka({ brokers: [`127.0.0.1:${port}`], clientId: 'spec', logLevel: logLevel.NOTHING });
}

interface Heard {
  readonly partition: number;
  readonly offset: number;
  readonly key: string | undefined;
  readonly value: string | undefined;
  readonly id: string | undefined;
}

/** Reads, notes and commits, in each partition what comes before the offset `upTo`. */
async function consuming(
  kafka: Kafka,
  upTo = Number.POSITIVE_INFINITY,
): Promise<{ heard: Heard[]; consumer: Consumer }> {
  const consumer = kafka.consumer({ groupId: 'g', maxWaitTimeInMs: 50 });
  const heard: Heard[] = [];
  await consumer.connect();
  closing.push(() => consumer.disconnect());
  await consumer.subscribe({ topic: 'orders', fromBeginning: true });
  await consumer.run({
    eachBatchAutoResolve: false,
    eachBatch: async ({ batch, resolveOffset, commitOffsetsIfNecessary }) => {
      for (const { offset, key, value, headers } of batch.messages) {
        if (Number(offset) >= upTo) break;
        heard.push({
          partition: batch.partition,
          offset: Number(offset),
          key: key?.toString(),
          value: value?.toString(),
          id: headers?.ce_id?.toString(),
        });
        resolveOffset(offset);
      }
      await commitOffsetsIfNecessary();
    },
  });
  return { heard, consumer };
}

const whatWasThere = (partition: number) =>
  recordsOf(partition).map(({ key, value, headers }, offset) => ({ partition, offset, key, value, id: headers.ce_id }));

describe('a stock client on the null broker', () => {
  it('given a group of one, then it gets every message once, in order, with key and headers', async () => {
    const { kafka } = await given();
    const { heard } = await consuming(kafka);
    await eventually(() => expect(heard).toHaveLength(3 * perPartition));
    for (let partition = 0; partition < 3; partition++) {
      expect(heard.filter((one) => one.partition === partition)).toEqual(whatWasThere(partition));
    }
  });

  it('given it comes again with the same group, then it goes on from what it committed', async () => {
    const { kafka } = await given({ partitions: 2 });
    const { heard, consumer } = await consuming(kafka, 1_190);
    await eventually(() => expect(heard).toHaveLength(2 * 1_190));
    await consumer.disconnect();
    const admin = kafka.admin();
    await admin.connect();
    closing.push(() => admin.disconnect());
    const [orders] = await admin.fetchOffsets({ groupId: 'g', topics: ['orders'] });
    expect(orders?.partitions.map(({ offset }) => Number(offset))).toEqual([1_190, 1_190]);
    const { heard: rest } = await consuming(kafka);
    await eventually(() => expect(rest).toHaveLength(20));
    expect(rest.filter(({ partition }) => partition === 1)).toEqual(whatWasThere(1).slice(1_190));
  });

  it('given a group of two, then they share the partitions and miss none', async () => {
    const { kafka } = await given();
    const [one, other] = await Promise.all([consuming(kafka), consuming(kafka)]);
    await eventually(() => {
      const read = new Set([...one.heard, ...other.heard].map(({ id }) => id));
      expect(read.size).toBe(3 * perPartition);
    });
  });

  it('given several passes, then offsets grow from one to the next', async () => {
    const { kafka } = await given({ partitions: 1, loops: 3 });
    const { heard } = await consuming(kafka);
    await eventually(() => expect(heard).toHaveLength(3 * perPartition));
    expect(heard.map(({ offset }) => offset)).toEqual(heard.map((_, i) => i));
    expect(heard[perPartition]?.id).toBe('0-0');
  });

  it('given an idempotent producer, then what it sends is acknowledged with growing offsets', async () => {
    const { kafka } = await given();
    const producer = kafka.producer({ idempotent: true });
    await producer.connect();
    closing.push(() => producer.disconnect());
    const send = (count: number) =>
      producer.send({
        topic: 'scores',
        acks: -1,
        messages: Array.from({ length: count }, (_, i) => ({ key: 'a', value: `${i}`, partition: 1 })),
      });
    await send(3);
    expect(await send(2)).toMatchObject([{ topicName: 'scores', partition: 1, errorCode: 0, baseOffset: '3' }]);
  });

  it('given an admin, then it finds topics and their ends, and makes a topic once', async () => {
    const { kafka } = await given();
    const admin = kafka.admin();
    await admin.connect();
    closing.push(() => admin.disconnect());
    expect(await admin.listTopics()).toEqual(['orders', 'scores']);
    expect((await admin.fetchTopicOffsets('orders')).map(({ low, high }) => [low, high])).toEqual(
      Array.from({ length: 3 }, () => ['0', '1200']),
    );
    const wanted = { topics: [{ topic: 'alerts', numPartitions: 4 }] };
    expect([await admin.createTopics(wanted), await admin.createTopics(wanted)]).toEqual([true, false]);
    const { topics } = await admin.fetchTopicMetadata({ topics: ['alerts'] });
    expect(topics[0]?.partitions).toHaveLength(4);
    const { resources } = await admin.describeConfigs({
      includeSynonyms: false,
      resources: [{ type: ConfigResourceTypes.TOPIC, name: 'orders', configNames: ['cleanup.policy', 'unknown'] }],
    });
    expect(resources[0]?.configEntries).toMatchObject([{ configName: 'cleanup.policy', configValue: 'delete' }]);
  });
});

describe('a client that speaks something else', () => {
  it.each<[string, Buffer]>([
    ['a length that cannot be', Buffer.from('7fffffff', 'hex')],
    ['a request that is not known', Buffer.from('0000000a0063000000000001ffff', 'hex')],
    ['a request that ends too soon', Buffer.from('0000000a0003000600000001ffff', 'hex')],
  ])('given %s, then it is hung up on, and others are served', async (_, bytes) => {
    const { port, trouble, kafka } = await given();
    const socket = connect(port, '127.0.0.1');
    const closed = new Promise((resolve) => socket.once('close', resolve));
    socket.on('error', () => undefined).write(bytes);
    await closed;
    expect(trouble).toHaveLength(1);
    const { heard } = await consuming(kafka);
    await eventually(() => expect(heard).toHaveLength(3 * perPartition));
  });
});

describe('a null broker in a process of its own', () => {
  it('given records, then a stock client gets them, and the process ends when it is stopped', async () => {
    const broker = await startNullBroker({ topics: { orders: [recordsOf(0), recordsOf(1)] } });
    closing.push(() => broker.stop());
    const { heard, consumer } = await consuming(clientOf(broker.port));
    await eventually(() => expect(heard).toHaveLength(2 * perPartition));
    expect(heard.filter(({ partition }) => partition === 1)).toEqual(whatWasThere(1));
    await consumer.disconnect();
    await broker.stop();
    expect(() => process.kill(broker.pid, 0)).toThrow('ESRCH');
  });
});
