import { type StoredEvent, topicPartition } from '@vilfredo/event-sourcing';
import { type Claim, fingerprintOf } from './event-id-registry.js';
import type { PartitionReading, Place } from './partition-reading.js';
import { positionOf } from './positions.js';

/** Looks into the log itself, for claims whose owner cannot say. */
export class WrittenIds {
  constructor(private readonly reading: Pick<PartitionReading, 'ends' | 'fetch'>) {}

  /** Fingerprints of those that are in the log, by id. Reads each partition from the earliest of its claims on. */
  async find(claims: readonly Claim[]): Promise<ReadonlyMap<string, string>> {
    const partitions = [...Map.groupBy(claims, topicPartition).values()];
    const ends = await this.reading.ends(partitions.map((own) => own[0]!));
    const found = new Map<string, string>();
    for (const own of partitions) {
      const ids = new Set(own.map(({ id }) => id));
      const from = Math.min(...own.map((claim) => claim.from));
      for await (const event of this.events({ ...own[0]!, offset: from }, positionOf(ends, own[0]!))) {
        if (ids.has(event.id) && !found.has(event.id)) found.set(event.id, fingerprintOf(event));
      }
    }
    return found;
  }

  private async *events({ topic, partition, offset }: Place, end: number): AsyncGenerator<StoredEvent> {
    while (offset < end) {
      const [stretch] = await this.reading.fetch([{ topic, partition, offset }]);
      if (stretch === undefined || stretch.to === offset) return;
      yield* stretch.events;
      offset = stretch.to;
    }
  }
}
