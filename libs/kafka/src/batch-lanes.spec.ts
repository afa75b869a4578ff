import { anEvent } from '@vilfredo/testing';
import fc from 'fast-check';
import { BatchLanes } from './batch-lanes.js';

const arrival = (partition: number, count: number, next = count) => ({
  topic: 'orders',
  partition,
  next,
  events: Array.from({ length: count }, (_, offset) => ({ ...anEvent(), partition, offset, recordedat: '' })),
});

describe('batches out of lanes', () => {
  it('given any arrivals, when batches are taken, then none is too large, and each partition is complete and in order', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 9 }), { maxLength: 5 }),
        fc.integer({ min: 1, max: 7 }),
        (sizes, limit) => {
          const lanes = new BatchLanes();
          for (const [partition, size] of sizes.entries()) void lanes.open(arrival(partition, size));
          const offsets = sizes.map((): number[] => []);
          for (let taken = lanes.take(limit); taken !== undefined; taken = lanes.take(limit)) {
            expect(taken.events.length).toBeLessThanOrEqual(limit);
            for (const { partition, offset } of taken.events) offsets[partition]!.push(offset);
            for (const { partition, offset } of taken.places) expect(offset).toBe(offsets[partition]!.at(-1)! + 1);
            lanes.release();
          }
          expect(offsets).toEqual(sizes.map((size) => Array.from({ length: size }, (_, offset) => offset)));
          expect(lanes.isEmpty).toBe(true);
        },
      ),
    );
  });

  it('given a lane with records after its last event, when it is done with, then one reads on after those', async () => {
    const lanes = new BatchLanes();
    const done = lanes.open(arrival(0, 2, 9));

    expect(lanes.take(10)?.places).toEqual([{ topic: 'orders', partition: 0, offset: 9 }]);
    lanes.release();
    expect(await done).toBe(true);
  });

  it('given a batch that is out, when all is dropped, then its lanes end when it is released, the others at once', async () => {
    const lanes = new BatchLanes();
    const ended: string[] = [];
    const [out, waiting] = [lanes.open(arrival(0, 2)), lanes.open(arrival(1, 2))];
    const error = new Error('rebalancing');
    const both = Promise.all([
      out.catch((reason) => ended.push(`out: ${reason.message}`)),
      waiting.catch((reason) => ended.push(`waiting: ${reason.message}`)),
    ]);
    lanes.take(2);

    lanes.drop(error);
    await Promise.resolve();
    await Promise.resolve();
    expect(ended).toEqual(['waiting: rebalancing']);
    expect(lanes.take(2)).toBeUndefined();
    lanes.release();
    await both;

    expect(ended).toEqual(['waiting: rebalancing', 'out: rebalancing']);
    expect(lanes.isEmpty).toBe(true);
  });

  it('given lanes dropped without an error, when they end, then they were not done with', async () => {
    const lanes = new BatchLanes();
    const opened = lanes.open(arrival(0, 2));
    lanes.drop();

    expect(await opened).toBe(false);
  });
});
