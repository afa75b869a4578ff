import {
  type CollectionDefinition,
  Failure,
  type StoredEvent,
  topicPartition,
  type ViewCollection,
} from '@vilfredo/event-sourcing';
import type { PartitionReading } from './partition-reading.js';
import { positionOf, type TopicPartition } from './positions.js';

export const historyCollection: CollectionDefinition = {
  name: 'event-history',
  fields: { subject: 'text', partition: 'text', offset: 'number' },
  indexes: { bySubject: [{ field: 'subject' }, { field: 'partition' }, { field: 'offset' }] },
};

/** How far each partition is in the index. */
export const indexedCollection: CollectionDefinition = { name: 'event-history-indexed', fields: {}, indexes: {} };

export interface IndexCollections {
  readonly entries: ViewCollection;
  readonly indexed: ViewCollection;
}

const PAGE = 500;
/** An answer may come without what there is, once or twice. */
const EMPTY_ANSWERS = 100;

/**
 * One partition's events by subject: copies in an index, and in memory those that came after them, until they are enough to
 * be worth a save. Copying twice is copying once, so that processes which share the index need not agree.
 */
export class PartitionIndex {
  private readonly name: string;
  private newest: StoredEvent[] = [];
  /** Where to read on. */
  private next = 0;
  private version = 0;
  private turn: Promise<void> = Promise.resolve();

  /** @param most events kept in memory */
  constructor(
    private readonly place: TopicPartition,
    private readonly reading: Pick<PartitionReading, 'fetch' | 'beginnings'>,
    private readonly collections: IndexCollections,
    private readonly most = 500,
  ) {
    this.name = topicPartition(place);
  }

  /** Everything of the subject before `end`, in order, and maybe what follows. */
  async of(subject: string, end: number): Promise<readonly StoredEvent[]> {
    await this.bringUp(end);
    // Taken before the index is asked: what is moved there meanwhile is in both.
    const newest = this.newest.filter((event) => event.subject === subject);
    const stored = await this.stored(subject);
    const last = stored.at(-1)?.offset ?? -1;
    return [...stored, ...newest.filter(({ offset }) => offset > last)];
  }

  private async stored(subject: string): Promise<readonly StoredEvent[]> {
    const events: StoredEvent[] = [];
    const query = { index: 'bySubject', equals: { subject, partition: this.name }, limit: PAGE };
    let after: string | undefined;
    do {
      const page = await this.collections.entries.query(after === undefined ? query : { ...query, after });
      for (const { body } of page.items) events.push(JSON.parse(body) as StoredEvent);
      after = page.next;
    } while (after !== undefined);
    return events;
  }

  /** One at a time: who waits finds it done. */
  private bringUp(end: number): Promise<void> {
    const turn = this.turn.then(() => this.readUpTo(end));
    this.turn = turn.catch(() => undefined);
    return turn;
  }

  /** @throws Failure `unavailable` when Kafka goes on giving nothing: a history with a gap would be folded as if it were whole */
  private async readUpTo(end: number): Promise<void> {
    if (end - this.next > this.most) await this.skipIndexed();
    if (this.next === 0 && end > 0) this.next = positionOf(await this.reading.beginnings([this.place]), this.place);
    for (let empty = 0; empty < EMPTY_ANSWERS; empty++) {
      if (this.newest.length >= this.most) await this.save();
      if (this.next >= end) return;
      const [stretch] = await this.reading.fetch([{ ...this.place, offset: this.next }]);
      if (stretch === undefined || stretch.to === this.next) continue;
      for (const event of stretch.events) this.newest.push(event);
      this.next = stretch.to;
      empty = -1;
    }
    throw new Failure('unavailable', 'Kafka gives no events, and has some');
  }

  /** Others may have indexed what is still to be read here. */
  private async skipIndexed(): Promise<void> {
    const indexed = await this.indexedTo();
    if (indexed <= this.next) return;
    this.newest = [];
    this.next = indexed;
  }

  private async indexedTo(): Promise<number> {
    const view = (await this.collections.indexed.load([this.name])).get(this.name);
    this.version = view?.version ?? 0;
    return Number(view?.body ?? 0);
  }

  private async save(): Promise<void> {
    const { entries, indexed } = this.collections;
    await entries.save(this.newest.map((event) => this.entryOf(event)));
    const view = { id: this.name, version: this.version, body: String(this.next), fields: {} };
    const lost = await indexed.save([view]);
    // Another process is at it too: both write the same entries, and each may note how far it has come.
    if (lost.length > 0) await this.indexedTo();
    else this.version += 1;
    this.newest = [];
  }

  private entryOf(event: StoredEvent) {
    const { subject, offset } = event;
    const fields = { subject, partition: this.name, offset };
    return { id: `${this.name}-${offset}`, version: 0, body: JSON.stringify(event), fields };
  }
}
