import {
  type AppendOutcome,
  type Clock,
  type Cursor,
  type EventLog,
  type EventToAppend,
  Failure,
  type ReadPage,
  type ReadQuery,
  type StoredEvent,
  type Subscription,
} from '@vilfredo/event-sourcing';

/** A log in memory, one partition per topic; for tests that hand over the events themselves. */
export class MemoryLog implements EventLog {
  readonly events: StoredEvent[] = [];
  private readonly listeners = new Set<() => void>();
  private lastRecorded = Number.NEGATIVE_INFINITY;

  /** @param clock when events are recorded; appends never share a moment */
  constructor(private readonly clock: Clock = () => 0) {}

  async append(events: readonly EventToAppend[]): Promise<readonly AppendOutcome[]> {
    this.lastRecorded = Math.max(this.clock(), this.lastRecorded + 1);
    const recordedat = new Date(this.lastRecorded).toISOString();
    const outcomes = events.map((event): AppendOutcome => {
      const known = this.events.find(({ id }) => id === event.id);
      if (known !== undefined) return known.data === event.data ? 'duplicate' : 'conflict';
      this.events.push({ ...event, recordedat, partition: 0, offset: this.events.length + 1 });
      return 'appended';
    });
    for (const listener of this.listeners) listener();
    return outcomes;
  }

  async read({ topics, after, through, limit }: ReadQuery): Promise<ReadPage> {
    const from = Number(after ?? 0);
    const last = Number(through ?? Number.POSITIVE_INFINITY);
    const events = this.events
      .filter(({ topic, offset }) => offset > from && offset <= last && topics.includes(topic))
      .slice(0, limit);
    const cursorAfter = (index: number) => String(events[index]?.offset ?? from);
    return { events, cursor: cursorAfter(events.length - 1), cursorAfter };
  }

  async history({ topics, subject }: Parameters<EventLog['history']>[0]): Promise<readonly StoredEvent[]> {
    return this.events.filter((event) => event.subject === subject && topics.includes(event.topic));
  }

  async end(): Promise<Cursor> {
    return String(this.events.length);
  }

  /** @throws Failure `refused` always: here the test delivers */
  async subscribe(): Promise<Subscription> {
    throw new Failure('refused', 'events of a log in memory are delivered by the test');
  }

  onAppend(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  async close(): Promise<void> {
    this.listeners.clear();
  }
}
