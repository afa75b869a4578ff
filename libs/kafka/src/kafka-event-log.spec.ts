import { describeOnEveryKafka } from '@vilfredo/local-stack';
import { anEvent, eventually } from '@vilfredo/testing';
import { KafkaUnderTest, recorder } from '../test/kafka-under-test.js';
import { ClusterAccess, type OpenBroker } from './cluster-access.js';
import { UNREADABLE } from './event-record.js';
import { IdempotentProducer } from './idempotent-producer.js';
import { PartitionReading } from './partition-reading.js';
import type { TopicPartition } from './positions.js';
import { TopicNames } from './topic-names.js';

describeOnEveryKafka('the log on Kafka', (broker) => {
  let kafka: KafkaUnderTest;
  beforeEach(async () => {
    kafka = await KafkaUnderTest.on(broker().brokers);
  });
  afterEach(async () => {
    await kafka.dispose();
  });

  /** Works with an admin client of somebody else. */
  const withAdmin = async <T>(work: (admin: ReturnType<typeof kafka.kafka.admin>) => Promise<T>): Promise<T> => {
    const admin = kafka.kafka.admin();
    await admin.connect();
    try {
      return await work(admin);
    } finally {
      await admin.disconnect();
    }
  };

  it('given no topics, when the log is opened, then they are made as declared', async () => {
    const topics = [
      { name: 'orders', keyedBy: 'customer' as const, retention: 86_400_000 },
      { name: 'governance', keyedBy: 'other' as const },
    ];
    await kafka.open({ topics, partitions: 3 });

    const [orders, governance] = [`${kafka.prefix}orders`, `${kafka.prefix}governance`];
    const { topics: made } = await withAdmin((admin) => admin.fetchTopicMetadata({ topics: [orders, governance] }));
    expect(new Map(made.map(({ name, partitions }) => [name, partitions.length]))).toEqual(
      new Map([
        [orders, 3],
        [governance, 1],
      ]),
    );
    const { resources } = await withAdmin((admin) =>
      admin.describeConfigs({ includeSynonyms: false, resources: [{ type: 2, name: orders }] }),
    );
    const values = Object.fromEntries(
      resources[0]!.configEntries.map(({ configName, configValue }) => [configName, configValue]),
    );
    expect(values).toMatchObject({
      'message.timestamp.type': 'LogAppendTime',
      'retention.ms': '86400000',
      'retention.bytes': '-1',
      'min.insync.replicas': '1',
      'cleanup.policy': 'delete',
    });
  });

  it.each([
    ['another partition count', { numPartitions: 3 }, 'topics.orders.partitions'],
    ['times that producers set', { configEntries: [] }, 'topics.orders'],
  ])('given a topic with %s, when the log is opened, then it is refused', async (_, made, field) => {
    const logAppendTime = [{ name: 'message.timestamp.type', value: 'LogAppendTime' }];
    const topic = {
      topic: `${kafka.prefix}orders`,
      numPartitions: 4,
      replicationFactor: 1,
      configEntries: logAppendTime,
    };
    await withAdmin((admin) => admin.createTopics({ topics: [{ ...topic, ...made }] }));

    await expect(kafka.open()).rejects.toMatchObject({ kind: 'invalid', field });
  });

  it('given an append of several MB beside one of an event too large, when both are made, then only the latter is invalid', async () => {
    const log = await kafka.open();
    const many = Array.from({ length: 60 }, () => anEvent({ data: JSON.stringify('x'.repeat(50_000)) }));

    const [appended, refused] = await Promise.allSettled([
      log.append(many),
      log.append([anEvent({ data: JSON.stringify('x'.repeat(1_000_000)) })]),
    ]);

    expect(appended).toMatchObject({ value: many.map(() => 'appended') });
    expect(refused).toMatchObject({ reason: { kind: 'invalid', field: 'data' } });
    const { events } = await log.read({ topics: ['orders'], limit: 100 });
    expect(events.map(({ id }) => id)).toEqual(many.map(({ id }) => id));
  });

  it('given records of others, when they are read, delivered and looked up, then they are unreadable events, and none is missing', async () => {
    const log = await kafka.open();
    const producer = kafka.kafka.producer();
    await producer.connect();
    await producer.send({
      topic: `${kafka.prefix}orders`,
      messages: [
        { key: 'customer-1', value: '{"a":1}' },
        { key: null, value: null },
        { key: Buffer.from([0xff]), value: Buffer.from([0xff]), headers: { ce_id: Buffer.from([0xff]) } },
      ],
    });
    await producer.disconnect();
    const { seen, onBatch } = recorder();
    const subscription = await log.subscribe({ group: 'g', topics: ['orders'], batchSize: 10, onBatch });

    const { events } = await log.read({ topics: ['orders'], limit: 10 });

    expect(events.map(({ type }) => type)).toEqual([UNREADABLE, UNREADABLE, UNREADABLE]);
    expect(events.map(({ subject }) => subject).sort()).toEqual(['customer-1', 'unreadable', 'unreadable']);
    await eventually(() => expect(seen.map(({ id }) => id).sort()).toEqual(events.map(({ id }) => id).sort()));
    // kafkajs gives a key to the partition that Kafka's Java client gives it: so do we, and find it there.
    expect(await log.history({ topics: ['orders'], subject: 'customer-1' })).toMatchObject([{ data: '{"a":1}' }]);
    await subscription.stop();
  });

  it('given a part of the log that is no longer kept, when it is read on from there, then that is told; from the start, what is kept is read', async () => {
    const log = await kafka.open();
    await log.append([anEvent(), anEvent(), anEvent()]);
    const page = await log.read({ topics: ['orders'], limit: 3 });
    const { partition } = page.events[0]!;
    await withAdmin(async (admin) => {
      await admin.fetchTopicOffsets(`${kafka.prefix}orders`);
      await admin.deleteTopicRecords({ topic: `${kafka.prefix}orders`, partitions: [{ partition, offset: '2' }] });
    });
    const other = await kafka.open();

    await expect(other.read({ topics: ['orders'], after: page.cursorAfter(0), limit: 3 })).rejects.toMatchObject({
      kind: 'invalid',
      field: 'cursor',
    });
    const { events } = await other.read({ topics: ['orders'], limit: 3 });
    expect(events.map(({ id }) => id)).toEqual([page.events[2]!.id]);
  });

  it('given answers of the broker that are lost, when the send is tried again, then each record is written once', async () => {
    await kafka.open();
    const names = new TopicNames(kafka.prefix);
    const access = await ClusterAccess.open(kafka.kafka, names, ['orders']);
    let asked = 0;
    const lossy = Object.assign(Object.create(access) as ClusterAccess, {
      perLeader: (
        places: readonly TopicPartition[],
        ask: (broker: OpenBroker, places: readonly TopicPartition[]) => unknown,
      ) =>
        access.perLeader(places, async (leader, share) => {
          const produce = async (request: Parameters<OpenBroker['produce']>[0]) => {
            const answer: unknown = await leader.produce(request);
            if (++asked % 3 !== 0) throw Object.assign(new Error('connection lost'), { retriable: true });
            return answer;
          };
          return ask(Object.assign(Object.create(leader), { produce }), share);
        }),
    });
    const producer = new IdempotentProducer(lossy, names, () => undefined);
    const record = (value: string) => ({
      topic: 'orders',
      partition: 0,
      key: Buffer.from('k'),
      value: Buffer.from(value),
      headers: {},
    });
    for (const value of ['"a"', '"b"', '"c"']) await producer.send([record(value)], async () => undefined);

    const [stretch] = await new PartitionReading(access, names).fetch([{ topic: 'orders', partition: 0, offset: 0 }]);

    expect(stretch?.events.map(({ data }) => data)).toEqual(['"a"', '"b"', '"c"']);
    expect(asked).toBe(9);
    await access.close();
  });

  it('given a fact that was written twice, when its subject’s history is read, then the first one counts', async () => {
    const log = await kafka.open();
    const event = anEvent();
    await log.append([event]);
    const [stored] = (await log.read({ topics: ['orders'], limit: 1 })).events;
    const producer = kafka.kafka.producer();
    await producer.connect();
    const headers = {
      ce_id: event.id,
      ce_type: event.type,
      ce_version: '1',
      ce_time: event.time,
      ce_subject: event.subject,
    };
    await producer.send({
      topic: `${kafka.prefix}orders`,
      messages: [{ key: event.subject, value: event.data, headers }],
    });
    await producer.disconnect();

    expect(await log.history({ topics: ['orders'], subject: event.subject })).toEqual([stored]);
  });

  it('given topics that are read at once, when the log is closed, then no connection is left open', async () => {
    const connections = () => process.getActiveResourcesInfo().filter((name) => name === 'TCPSocketWrap').length;
    const before = connections();
    const log = await kafka.open();
    await log.append(['orders', 'customers'].map((topic) => anEvent({ topic })));
    await log.history({ topics: ['orders', 'customers'], subject: 'customer-1' });

    await log.close();

    await eventually(() => expect(connections()).toBeLessThanOrEqual(before));
  });

  it('given no broker, when the log is opened, then it is unavailable', async () => {
    await expect(kafka.open({ brokers: ['127.0.0.1:1'] })).rejects.toMatchObject({ kind: 'unavailable' });
  });
});
