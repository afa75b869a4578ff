import { FactsInMemory } from '../decode-and-fold.js';
import { Consumption, freshGroup, type PeerRun, Stopwatch } from '../peers/peer.js';
import { type OrdersOnKafka, openLog, temporaryStore } from './orders-on-kafka.js';

/** The product's log as it is subscribed to, with the decoding and the fold in its batch handler: nothing is stored. */
export async function folding(source: OrdersOnKafka): Promise<PeerRun> {
  const [folded, consumption] = [new FactsInMemory(), new Consumption(source.events)];
  const store = await temporaryStore();
  const log = await openLog(source, 'bench-folding', store);
  try {
    const stopwatch = new Stopwatch();
    await log.subscribe({
      group: freshGroup('folding'),
      topics: ['orders'],
      batchSize: 8_000,
      onBatch: async ({ events }) => consumption.take(events.length, () => folded.fold(events)),
      onFailure: (error) => consumption.fail(error),
    });
    await consumption.done;
    return { ...stopwatch.read(), facts: folded.sha256(source.asOf) };
  } finally {
    await log.close();
    await store.close();
  }
}
