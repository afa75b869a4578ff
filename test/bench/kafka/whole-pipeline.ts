import type { EventPage, ViewStore } from '@vilfredo/event-sourcing';
import { ScoringRuntime } from '@vilfredo/scoring';
import { storedFactsSha256 } from '../decode-and-fold.js';
import { Consumption, type PeerRun, Stopwatch } from '../peers/peer.js';
import { type OrdersOnKafka, openLog, temporaryStore } from './orders-on-kafka.js';
import { rewindGroup } from './rewind-group.js';

/** Of orders alone: governance is read beside them. */
export function orderCount({ events }: EventPage): number {
  return events.reduce((sum, { topic }) => (topic === 'orders' ? sum + 1 : sum), 0);
}

/** Scoring as it runs beside others: consume, decode, fold, assess, save under guard with the outbox, publish. */
export async function wholePipeline(
  source: OrdersOnKafka,
  openStore: () => Promise<ViewStore> = temporaryStore,
): Promise<PeerRun> {
  await rewindGroup(source, 'scoring');
  const consumption = new Consumption(source.events);
  const store = await openStore();
  const log = await openLog(source, 'bench-scoring', store);
  try {
    const runtime = await ScoringRuntime.open({
      log,
      store,
      clock: source.clock,
      shared: { partitions: source.partitions },
      observe: {
        folded: (page) => consumption.take(orderCount(page), () => undefined),
        parked: (_, failure) => consumption.fail(failure),
        failed: (error) => consumption.fail(error),
      },
    });
    const stopwatch = new Stopwatch();
    await runtime.start();
    await consumption.done;
    const time = stopwatch.read();
    await runtime.stop();
    return { ...time, facts: await storedFactsSha256(runtime.views, source.asOf) };
  } finally {
    await log.close();
    await store.close();
  }
}
