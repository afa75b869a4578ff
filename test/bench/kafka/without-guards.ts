import { type EventToAppend, type StoredEvent, topicPartition } from '@vilfredo/event-sourcing';
import { ScoringRuntime } from '@vilfredo/scoring';
import { storedFactsSha256 } from '../decode-and-fold.js';
import { Consumption, freshGroup, type PeerRun, Stopwatch } from '../peers/peer.js';
import { type OrdersOnKafka, openLog, temporaryStore } from './orders-on-kafka.js';

/**
 * The same pipeline as a plain loop: states in memory, saved after each batch without a look at whether somebody else
 * has written, changes published and not kept. Versions are counted, as no save goes without, and watermarks are set, as
 * folding again reads them; neither is checked. What comes twice would count twice, and what a crash swallows is gone.
 */
export async function withoutGuards(source: OrdersOnKafka): Promise<PeerRun> {
  const consumption = new Consumption(source.events);
  const store = await temporaryStore();
  const log = await openLog(source, 'bench-plain', store);
  try {
    const runtime = await ScoringRuntime.open({ log, store, clock: source.clock });
    const { views, book } = runtime;
    await book.resume(governance());
    // biome-ignore lint/complexity/useLiteralKeys: private, as the product has no loop but its own
    const { projection } = book['projector']['options'];
    const states = new Map<string, { state: ReturnType<typeof projection.initial>; version: number }>();
    const of = (subject: string) => {
      const known = states.get(subject) ?? { state: projection.initial(subject), version: 0 };
      states.set(subject, known);
      return known;
    };
    const onBatch = async (events: readonly StoredEvent[]) => {
      const touched = new Set<string>();
      const published: EventToAppend[] = [];
      for (const event of events) {
        const { state } = of(event.subject);
        const evolved = projection.evolve(state, event);
        const changes = evolved instanceof Promise ? await evolved : evolved;
        projection.watermarks(state)[topicPartition(event)] = event.offset;
        for (const change of changes ?? []) published.push(change);
        touched.add(event.subject);
      }
      await views.save(
        Array.from(touched, (id) => {
          const known = of(id);
          return { id, version: known.version++, ...projection.toView(known.state) };
        }),
      );
      if (published.length > 0) await log.append(published);
      consumption.take(events.length, () => undefined);
    };
    const stopwatch = new Stopwatch();
    const subscription = await log.subscribe({
      group: freshGroup('plain'),
      topics: ['customers', 'interactions', 'orders'],
      batchSize: 8_000,
      onBatch: ({ events }) => onBatch(events),
      onFailure: (error) => consumption.fail(error),
    });
    await consumption.done;
    const time = stopwatch.read();
    await subscription.stop();
    return { ...time, facts: await storedFactsSha256(views, source.asOf) };
  } finally {
    await log.close();
    await store.close();
  }

  async function* governance(): AsyncGenerator<StoredEvent> {
    yield* (await log.read({ topics: ['governance'], limit: 10_000 })).events;
  }
}
