import { randomUUID } from 'node:crypto';
import { describeWithBroker } from '@vilfredo/local-stack';
import { FactsInMemory } from '../bench/decode-and-fold.js';
import { asStored, demoLog } from '../bench/demo-log.js';
import { fillTopic } from '../bench/peers/fill-topic.js';
import { nestServerKafka } from '../bench/peers/nest-server-kafka.js';
import { type Peer, requireEqualFacts, type Source } from '../bench/peers/peer.js';
import { rawKafkajsFolding } from '../bench/peers/raw-kafkajs.js';
import { canBuildApplication } from './built-application.js';
import { inMemoryAtLeastOnce, kafkaStreams, rocksDbExactlyOnce } from './kafka-streams.js';

const isBuilt = await canBuildApplication();

describeWithBroker('the same events on a broker', (broker) => {
  let source: Source;
  let expected: string;

  beforeAll(async () => {
    const { before, measured, until } = demoLog({ customers: 60 });
    const events = asStored([...before, ...measured], until);
    const folded = new FactsInMemory();
    folded.fold(events);
    expected = folded.sha256(until);
    const place = { brokers: broker().brokers, topic: `orders-${randomUUID()}` };
    await fillTopic({ ...place, partitions: 3, events });
    source = { ...place, events: events.length, asOf: until };
  }, 60_000);

  it.each<[string, Peer]>([
    ['raw kafkajs', rawKafkajsFolding],
    ['stock Nest', nestServerKafka],
  ])('leave with %s the facts that folding them here leaves', async (_, peer) => {
    expect((await peer(source)).facts).toBe(expected);
  });

  (isBuilt ? it : it.skip)(
    `leave them with Kafka Streams too, in both settings, pass after pass${isBuilt ? '' : ' (skipped: needs Java and Maven)'}`,
    async () => {
      for (const setting of [inMemoryAtLeastOnce, rocksDbExactlyOnce]) {
        const [first, second] = await kafkaStreams(source, setting);
        expect([first, second]).toMatchObject([
          { pass: 1, events: source.events },
          { pass: 2, events: source.events },
        ]);
        requireEqualFacts({ here: { seconds: 0, cpuSeconds: 0, facts: expected }, first: first!, second: second! });
      }
    },
    180_000,
  );
});
