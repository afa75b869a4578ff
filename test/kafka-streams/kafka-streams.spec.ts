import { shuffled } from '@vilfredo/testing';
import { FactsInMemory } from '../bench/decode-and-fold.js';
import { asStored, demoLog } from '../bench/demo-log.js';
import { GeneratedOrders } from '../bench/generated-orders.js';
import { canBuildApplication } from './built-application.js';
import { foldedByKafkaStreams } from './kafka-streams.js';

const isBuilt = await canBuildApplication();
const { before, measured, until } = demoLog({ customers: 60 });
// Twenty customers who order some twenty times on one day, too.
const manyInADay = new GeneratedOrders(20, until).today(400);
const events = asStored([...before, ...measured, ...manyInADay], until);

function foldedHere(some: typeof events): string {
  const folded = new FactsInMemory();
  folded.fold(some);
  return folded.sha256(until);
}

describe(`the fold in Java${isBuilt ? '' : ' (skipped: needs Java and Maven)'}`, () => {
  (isBuilt ? it : it.skip)(
    'leaves the facts that the fold here leaves, to the byte, in whatever order events come',
    async () => {
      for (const some of [events, shuffled(events, 1), shuffled(events, 2)]) {
        expect(await foldedByKafkaStreams(some, until)).toBe(foldedHere(some));
      }
    },
    180_000,
  );

  (isBuilt ? it : it.skip)(
    'is another when one event is missing',
    async () => {
      const placed = events.findIndex(({ type }) => type === 'OrderPlaced');
      expect(await foldedByKafkaStreams(events.toSpliced(placed, 1), until)).not.toBe(foldedHere(events));
    },
    180_000,
  );
});
