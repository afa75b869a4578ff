import { Kafka, logLevel } from 'kafkajs';
import { describeWithLocalStack } from './describe-with.js';
import { type LocalCluster, startKafkaCluster } from './start-kafka-cluster.js';

describeWithLocalStack('several brokers of the local stack', () => {
  let cluster: LocalCluster;
  beforeAll(async () => {
    cluster = await startKafkaCluster(3);
  }, 180_000);
  afterAll(() => cluster?.stop());

  it('each keep a copy of every partition, and two of them take what is sent while the third is gone', async () => {
    // On a crowded machine others take their time to lead.
    const retry = { retries: 30, maxRetryTime: 3_000 };
    const kafka = new Kafka({ brokers: [...cluster.brokers], logLevel: logLevel.NOTHING, retry });
    const admin = kafka.admin();
    await admin.connect();
    const configEntries = [{ name: 'min.insync.replicas', value: '2' }];
    const topics = [{ topic: 'orders', numPartitions: 3, replicationFactor: 3, configEntries }];
    await admin.createTopics({ topics, waitForLeaders: true });
    const { topics: made } = await admin.fetchTopicMetadata({ topics: ['orders'] });
    for (const { replicas } of made[0]!.partitions) expect([...replicas].sort()).toEqual([1, 2, 3]);
    await admin.disconnect();

    await cluster.nodes[0]!.kill();
    const producer = kafka.producer();
    await producer.connect();
    const messages = [0, 1, 2].map((partition) => ({ partition, value: 'a' }));
    const sent = await producer.send({ topic: 'orders', acks: -1, messages });
    expect(sent.map(({ errorCode }) => errorCode)).toEqual([0, 0, 0]);
    await producer.disconnect();
    await cluster.nodes[0]!.restart();
  }, 120_000);
});
