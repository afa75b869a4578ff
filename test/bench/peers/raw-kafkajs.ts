import { type EachBatchPayload, Kafka, logLevel } from 'kafkajs';
import { FactsInMemory } from '../decode-and-fold.js';
import { eventOf } from './event-record.js';
import { Consumption, freshGroup, type Peer, type PeerRun, type Source, Stopwatch } from './peer.js';

type Work = (batch: EachBatchPayload['batch']) => void;

/** kafkajs as it comes, doing nothing with what it has decoded: the most that a consumer on it can reach. */
export const rawKafkajsIdle: Peer = async (source) => ({
  ...(await consume(source, 'raw-idle', () => undefined)),
  facts: null,
});

/** kafkajs as it comes, with the decoding and the fold in its batch handler: no checks of the record, no store. */
export const rawKafkajsFolding: Peer = async (source) => {
  const folded = new FactsInMemory();
  const time = await consume(source, 'raw-folding', ({ messages, topic, partition }) => {
    folded.fold(messages.map((message) => eventOf(message, topic, partition)));
  });
  return { ...time, facts: folded.sha256(source.asOf) };
};

async function consume({ brokers, topic, events }: Source, name: string, work: Work): Promise<Omit<PeerRun, 'facts'>> {
  const kafka = new Kafka({ brokers: [...brokers], clientId: name, logLevel: logLevel.NOTHING });
  const consumer = kafka.consumer({ groupId: freshGroup(name) });
  const consumption = new Consumption(events);
  consumer.on(consumer.events.CRASH, ({ payload }) => consumption.fail(payload.error));
  await consumer.connect();
  try {
    await consumer.subscribe({ topic, fromBeginning: true });
    const stopwatch = new Stopwatch();
    await consumer.run({
      eachBatch: async ({ batch }) => consumption.take(batch.messages.length, () => work(batch)),
    });
    await consumption.done;
    return stopwatch.read();
  } finally {
    await consumer.disconnect();
  }
}
