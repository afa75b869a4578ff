import { inMemoryAtLeastOnce, rocksDbExactlyOnce } from '../../kafka-streams/kafka-streams.js';
import type { Bench, BenchSettings } from '../bench.js';
import { againstKafkaStreams } from './against-kafka-streams.js';
import { type ComparisonOptions, compareOnNullBroker, compareOnRealBroker } from './compare.js';
import { comparisons } from './comparisons.js';
import { foldAndStore } from './fold-and-store.js';
import { latencyOnKafka } from './latency-on-kafka.js';
import { onMongo } from './on-mongo.js';
import { poison } from './poison.js';
import { wholePipeline } from './whole-pipeline.js';

/** Against a broker that is no work: what is measured is the client. */
const clientSide: readonly Bench[] = comparisons.map((comparison) => ({
  name: comparison.bench,
  about: comparison.about,
  measure: async (tell, settings) => [await compareOnNullBroker(comparison, tell, sized(settings))],
}));

const onBroker: readonly Bench[] = comparisons.map((comparison) => {
  const bench = `${comparison.bench}-broker`;
  return {
    name: bench,
    about: `on a real broker: ${comparison.about}`,
    measure: async (tell, settings) => [await compareOnRealBroker({ ...comparison, bench }, tell, sized(settings))],
  };
});

const streams: readonly Bench[] = [
  { bench: 'kafka-streams-memory', setting: inMemoryAtLeastOnce, ours: wholePipeline, atLeast: 1.5 },
  { bench: 'kafka-streams-rocksdb', setting: rocksDbExactlyOnce, ours: wholePipeline, atLeast: 2 },
  { bench: 'kafka-streams-memory-fold', setting: inMemoryAtLeastOnce, ours: foldAndStore },
  { bench: 'kafka-streams-rocksdb-fold', setting: rocksDbExactlyOnce, ours: foldAndStore },
].map((peer) => {
  const work = peer.ours === foldAndStore ? 'decoding, folding and storing as it does' : 'the whole pipeline';
  return {
    name: peer.bench,
    about: `${work}, against Kafka Streams (${peer.setting.store}, ${peer.setting.guarantee}), by processor time`,
    measure: async (tell, settings) => [await againstKafkaStreams(peer, tell, sized(settings))],
  };
});

export const kafkaBenches: readonly Bench[] = [
  ...clientSide,
  {
    name: 'kafka-poison',
    about: 'how long an event that cannot be read holds up those behind it, beside stock Nest',
    measure: async (tell, settings) => [await poison(tell, sized(settings))],
  },
  ...onBroker,
  ...streams,
  {
    name: 'kafka-mongo',
    about: 'the whole pipeline on MongoDB or its stand-in, beside the embedded store',
    measure: async (tell, settings) => [await onMongo(tell, sized(settings))],
  },
  {
    name: 'kafka-latency',
    about:
      'from an order to its change on Kafka, at a quarter, half and three quarters of the maximum; peer is the budget',
    measure: (tell) => latencyOnKafka(tell),
  },
];

function sized({ rounds }: BenchSettings): ComparisonOptions {
  return rounds === undefined ? {} : { rounds };
}
