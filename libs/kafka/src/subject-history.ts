import type { CollectionDefinition, StoredEvent, ViewCollection } from '@vilfredo/event-sourcing';
import { topicPartition } from '@vilfredo/event-sourcing';
import { MergedPartitions, type Supply } from './merged-partitions.js';
import { partitionOf } from './murmur2.js';
import type { PartitionReading } from './partition-reading.js';
import { positionOf, type TopicPartition } from './positions.js';

export const historyCollection: CollectionDefinition = {
  name: 'event-history',
  fields: { subject: 'text', partition: 'text', offset: 'number' },
  indexes: { bySubject: [{ field: 'subject' }, { field: 'partition' }, { field: 'offset' }] },
};

/** How far each partition is in the index. */
export const indexedCollection: CollectionDefinition = { name: 'event-history-indexed', fields: {}, indexes: {} };

const PAGE = 500;

/**
 * The events of one subject: Kafka cannot look for them, so they are copied into an index, which is brought up to the end
 * of the subject's partitions whenever somebody asks. Copying twice is copying once, so that processes need not agree.
 */
export class SubjectHistory {
  private readonly indexing = new Map<string, Promise<unknown>>();

  constructor(
    private readonly reading: Pick<PartitionReading, 'ends' | 'fetch' | 'beginnings'>,
    private readonly counts: ReadonlyMap<string, number>,
    private readonly entries: ViewCollection,
    private readonly indexed: ViewCollection,
  ) {}

  /** Merged by the time of recording; of a fact that was written twice the first one counts. */
  async of(topics: readonly string[], subject: string): Promise<readonly StoredEvent[]> {
    const places = [...new Set(topics)]
      .filter((topic) => this.counts.has(topic))
      .map((topic) => ({ topic, partition: partitionOf(Buffer.from(subject), this.counts.get(topic)!) }));
    const ends = await this.reading.ends(places);
    await Promise.all(places.map((place) => this.bringUp(place, positionOf(ends, place))));
    const stored = await Promise.all(places.map((place) => this.stored(subject, place)));
    const supply: Supply = { stretches: async () => stored.map((events) => ({ events, to: Number.MAX_SAFE_INTEGER })) };
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

  private async stored(subject: string, place: TopicPartition): Promise<readonly StoredEvent[]> {
    const events: StoredEvent[] = [];
    let after: string | undefined;
    do {
      const equals = { subject, partition: topicPartition(place) };
      const page = await this.entries.query({
        index: 'bySubject',
        equals,
        limit: PAGE,
        ...(after === undefined ? undefined : { after }),
      });
      for (const { body } of page.items) events.push(JSON.parse(body) as StoredEvent);
      after = page.next;
    } while (after !== undefined);
    return events;
  }

  /** One at a time for each partition: who waits finds it done. */
  private bringUp(place: TopicPartition, end: number): Promise<void> {
    const name = topicPartition(place);
    const turn = (this.indexing.get(name) ?? Promise.resolve()).then(() => this.index(place, end));
    const settled = turn
      .catch(() => undefined)
      .finally(() => {
        if (this.indexing.get(name) === settled) this.indexing.delete(name);
      });
    this.indexing.set(name, settled);
    return turn;
  }

  private async index(place: TopicPartition, end: number): Promise<void> {
    const name = topicPartition(place);
    const before = (await this.indexed.load([name])).get(name);
    let { version, next } =
      before === undefined ? { version: 0, next: 0 } : { version: before.version, next: Number(before.body) };
    if (next === 0 && end > 0) next = positionOf(await this.reading.beginnings([place]), place);
    while (next < end) {
      const [stretch] = await this.reading.fetch([{ ...place, offset: next }]);
      if (stretch === undefined || stretch.to === next) return;
      await this.entries.save(stretch.events.map((event) => entryOf(event, name)));
      next = stretch.to;
      const lost = await this.indexed.save([{ id: name, version, body: String(next), fields: {} }]);
      // Another process is at it too: both write the same entries, and each may note how far it has come.
      if (lost.length > 0) version = (await this.indexed.load([name])).get(name)?.version ?? 0;
      else version += 1;
    }
  }
}

function entryOf(event: StoredEvent, partition: string) {
  const { subject, offset } = event;
  return {
    id: `${partition}-${offset}`,
    version: 0,
    body: JSON.stringify(event),
    fields: { subject, partition, offset },
  };
}
