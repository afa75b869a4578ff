import type { StoredEvent } from '@vilfredo/event-sourcing';
import { anEvent } from '@vilfredo/testing';
import fc from 'fast-check';
import { type Bounded, MergedPartitions, type Supply } from './merged-partitions.js';

/** Partitions with events at these times, given out in stretches of up to `size`. */
function supplyOf(partitions: readonly (readonly StoredEvent[])[], size: number): Supply {
  return {
    stretches: async (places) =>
      places.map(({ partition, offset }) => ({
        events: partitions[partition]!.slice(offset, offset + size),
        to: Math.min(offset + size, partitions[partition]!.length),
      })),
  };
}

const times = fc.array(fc.nat(20), { maxLength: 12 }).map((some) => some.sort((a, b) => a - b));
const log = fc.array(times, { minLength: 1, maxLength: 4 }).map((partitions) =>
  partitions.map((own, partition) =>
    own.map((time, offset) => ({
      ...anEvent({ id: `${partition}-${offset}` }),
      partition,
      offset,
      recordedat: new Date(time).toISOString(),
    })),
  ),
);

async function read(
  partitions: readonly (readonly StoredEvent[])[],
  size: number,
  from: readonly number[],
  limit = 1_000,
) {
  const places: Bounded[] = partitions.map((own, partition) => ({
    topic: 'orders',
    partition,
    offset: from[partition] ?? 0,
    end: own.length,
  }));
  const merged = new MergedPartitions(places, supplyOf(partitions, size));
  const events: StoredEvent[] = [];
  for (let event = await merged.next(); event !== undefined && events.length < limit; event = await merged.next()) {
    events.push(event);
  }
  return events;
}

describe('merging partitions', () => {
  it('given any partitions, when they are merged, then every event is there once, by time, in the order of its partition', async () => {
    await fc.assert(
      fc.asyncProperty(log, fc.integer({ min: 1, max: 5 }), async (partitions, size) => {
        const events = await read(partitions, size, []);
        expect(events.map(({ recordedat }) => recordedat)).toEqual(events.map(({ recordedat }) => recordedat).sort());
        for (const [partition, own] of partitions.entries()) {
          expect(events.filter((event) => event.partition === partition)).toEqual(own);
        }
      }),
    );
  });

  it('given any page, when it is read on from its end, then the order is as if read in one go, whatever comes with an answer', async () => {
    await fc.assert(
      fc.asyncProperty(log, fc.integer({ min: 1, max: 5 }), fc.nat(10), async (partitions, size, limit) => {
        const first = await read(partitions, size, [], limit);
        const from = partitions.map((_, partition) => first.filter((event) => event.partition === partition).length);
        const rest = await read(partitions, 12, from);
        expect([...first, ...rest]).toEqual(await read(partitions, 3, []));
      }),
    );
  });

  it('given a broker that has events and gives none, when it is asked, then that ends', async () => {
    const places: Bounded[] = [{ topic: 'orders', partition: 0, offset: 0, end: 5 }];
    const merged = new MergedPartitions(places, { stretches: async () => [{ events: [], to: 0 }] });

    await expect(merged.next()).rejects.toMatchObject({ kind: 'unavailable' });
  });
});
