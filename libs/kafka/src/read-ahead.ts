import { Failure, type StoredEvent, topicPartition } from '@vilfredo/event-sourcing';
import type { Bounded, Supply } from './merged-partitions.js';
import type { PartitionReading, Place, Stretch } from './partition-reading.js';
import { positionOf } from './positions.js';

/**
 * Keeps the stretch last fetched of each partition: a page seldom takes all of what an answer brings. What is in a log never
 * changes, so a stretch is right for ever; it is replaced when somebody reads elsewhere.
 */
export class ReadAhead implements Supply {
  private readonly kept = new Map<string, Stretch>();

  constructor(private readonly reading: Pick<PartitionReading, 'fetch' | 'beginnings'>) {}

  async stretches(places: readonly Bounded[]): Promise<readonly { events: readonly StoredEvent[]; to: number }[]> {
    const missing = places.filter((place) => place.offset < place.end && this.find(place) === undefined);
    const elsewhere = new Map<string, number>();
    if (missing.length > 0) await this.fetch(missing, elsewhere);
    return places.map((place) => {
      const at = elsewhere.get(topicPartition(place)) ?? place.offset;
      return this.find({ ...place, offset: at }) ?? { events: [], to: at };
    });
  }

  private find({ topic, partition, offset }: Place): { events: readonly StoredEvent[]; to: number } | undefined {
    const stretch = this.kept.get(topicPartition({ topic, partition }));
    if (stretch === undefined || offset < stretch.from || offset >= stretch.to) return undefined;
    const first = stretch.events.findIndex((event) => event.offset >= offset);
    return { events: first < 0 ? [] : stretch.events.slice(first), to: stretch.to };
  }

  private async fetch(places: readonly Place[], elsewhere: Map<string, number>): Promise<void> {
    try {
      this.keep(await this.reading.fetch(places));
    } catch (error) {
      if ((error as Error).name !== 'KafkaJSOffsetOutOfRange') throw error;
      const kept = await this.fromBeginning(places);
      for (const place of kept) elsewhere.set(topicPartition(place), place.offset);
      this.keep(await this.reading.fetch(kept));
    }
  }

  /** @throws Failure `invalid` when a reader had come to what is no longer kept: it would miss events unawares */
  private async fromBeginning(places: readonly Place[]): Promise<readonly Place[]> {
    const beginnings = await this.reading.beginnings(places);
    return places.map((place) => {
      const beginning = positionOf(beginnings, place);
      if (place.offset >= beginning) return place;
      if (place.offset === 0) return { ...place, offset: beginning };
      throw new Failure('invalid', 'is in a part of the log that is no longer kept', { field: 'cursor' });
    });
  }

  private keep(stretches: readonly (Stretch & { topic: string; partition: number })[]): void {
    for (const { topic, partition, ...stretch } of stretches) {
      if (stretch.to > stretch.from) this.kept.set(topicPartition({ topic, partition }), stretch);
    }
  }
}
