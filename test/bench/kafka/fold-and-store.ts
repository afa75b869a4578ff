import { ParkingLot, type Projection, Projector, parkedCollection, withOutbox } from '@vilfredo/event-sourcing';
import {
  addFact,
  type CustomerFacts,
  canAdd,
  defaultPolicy,
  type FactsJson,
  factsFromJson,
  factsToJson,
  foldOrders,
  noFacts,
  OrderHistories,
  orderFactOf,
  readCustomerEvent,
} from '@vilfredo/scoring';
import { Calendar } from '@vilfredo/scoring-model';
import { storedFactsSha256 } from '../decode-and-fold.js';
import { Consumption, freshGroup, type PeerRun, Stopwatch } from '../peers/peer.js';
import { type OrdersOnKafka, openLog, temporaryStore } from './orders-on-kafka.js';

interface KnownFacts {
  readonly id: string;
  readonly skipped: string[];
  facts: CustomerFacts;
  watermarks: Record<string, number>;
}

const factsViews = withOutbox({ name: 'facts', fields: {}, indexes: {} });

/**
 * What a stream processor does out of the box, with the product's own projector: decode, fold, and save under guard, with
 * the state durable before the position is. Nothing is assessed, and there is nothing to tell.
 */
export async function foldAndStore(source: OrdersOnKafka): Promise<PeerRun> {
  const consumption = new Consumption(source.events);
  const store = await temporaryStore();
  const log = await openLog(source, 'bench-facts', store);
  try {
    const views = await store.collection(factsViews);
    const parking = await ParkingLot.open(await store.collection(parkedCollection), source.clock);
    const projector = new Projector({ projection: factsProjection(new OrderHistories(log)), views, parking });
    const stopwatch = new Stopwatch();
    const subscription = await log.subscribe({
      group: freshGroup('facts'),
      topics: ['orders'],
      batchSize: 8_000,
      onBatch: async ({ events }) => {
        await projector.project(events);
        consumption.take(events.length, () => undefined);
      },
      onFailure: (error) => consumption.fail(error),
    });
    await consumption.done;
    const time = stopwatch.read();
    await subscription.stop();
    return { ...time, facts: await storedFactsSha256(views, source.asOf, fromBody) };
  } finally {
    await log.close();
    await store.close();
  }
}

function factsProjection(histories: OrderHistories): Projection<KnownFacts> {
  const calendar = new Calendar(defaultPolicy.timeZone);
  return {
    collection: factsViews,
    initial: (id) => ({ id, skipped: [], facts: noFacts(), watermarks: {} }),
    toView: (known) => ({ body: JSON.stringify({ ...known, facts: factsToJson(known.facts) }), fields: {} }),
    fromBody,
    watermarks: ({ watermarks }) => watermarks,
    evolve: (known, event) => {
      histories.note(event);
      const fact = orderFactOf(readCustomerEvent(event));
      if (fact === null) return null;
      if (fact.type === 'OrderPlaced' && canAdd(known.facts, fact)) {
        addFact(known.facts, fact, calendar);
        return [];
      }
      return histories.of(known, event).then((history) => {
        known.facts = foldOrders(history, calendar);
        return [];
      });
    },
  };
}

function fromBody(body: string): KnownFacts {
  const json = JSON.parse(body) as Omit<KnownFacts, 'facts'> & { facts: FactsJson };
  return { ...json, facts: factsFromJson(json.facts) };
}
