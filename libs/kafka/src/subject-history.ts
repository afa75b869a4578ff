import { type HistoryQuery, type StoredEvent, topicPartition } from '@vilfredo/event-sourcing';
import { MergedPartitions, type Supply } from './merged-partitions.js';
import { partitionOf } from './murmur2.js';
import { type IndexCollections, PartitionIndex } from './partition-index.js';
import type { PartitionReading } from './partition-reading.js';
import { positionOf, type TopicPartition } from './positions.js';

/** The events of one subject: Kafka cannot look for them, so its partitions are indexed as far as somebody asks. */
export class SubjectHistory {
  private readonly partitions = new Map<string, PartitionIndex>();

  constructor(
    private readonly reading: Pick<PartitionReading, 'ends' | 'fetch' | 'beginnings'>,
    private readonly counts: ReadonlyMap<string, number>,
    private readonly collections: IndexCollections,
  ) {}

  /** Merged by the time of recording; of a fact that was written twice the first one counts. */
  async of({ topics, subject, upTo }: HistoryQuery): Promise<readonly StoredEvent[]> {
    const places = [...new Set(topics)]
      .filter((topic) => this.counts.has(topic))
      .map((topic) => ({ topic, partition: partitionOf(Buffer.from(subject), this.counts.get(topic)!) }));
    const isKnown = (place: TopicPartition) => upTo?.topic === place.topic && upTo.partition === place.partition;
    const ends = await this.reading.ends(places.filter((place) => !isKnown(place)));
    const endOf = (place: TopicPartition) => (isKnown(place) ? upTo!.offset + 1 : positionOf(ends, place));
    const found = await Promise.all(places.map((place) => this.indexOf(place).of(subject, endOf(place))));
    const supply: Supply = { stretches: async () => found.map((events) => ({ events, to: Number.MAX_SAFE_INTEGER })) };
    const merged = new MergedPartitions(
      places.map((place) => ({ ...place, offset: 0, end: Number.MAX_SAFE_INTEGER })),
      supply,
    );
    const byId = new Map<string, StoredEvent>();
    for (let event = await merged.next(); event !== undefined; event = await merged.next()) {
      if (!byId.has(event.id)) byId.set(event.id, event);
    }
    return [...byId.values()];
  }

  private indexOf(place: TopicPartition): PartitionIndex {
    const name = topicPartition(place);
    const known = this.partitions.get(name);
    if (known !== undefined) return known;
    const index = new PartitionIndex(place, this.reading, this.collections);
    this.partitions.set(name, index);
    return index;
  }
}
