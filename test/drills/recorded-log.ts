import {
  type AppendOutcome,
  type Cursor,
  type EventLog,
  type EventToAppend,
  type ReadPage,
  type ReadQuery,
  type StoredEvent,
  type Subscription,
  type SubscriptionOptions,
} from '@vilfredo/event-sourcing';

/** What another log has recorded, to be folded again in that order; what comes of it is kept apart. */
export class RecordedLog implements EventLog {
  /** What was appended, as it would be stored. */
  readonly appended: StoredEvent[] = [];
  private readonly ids = new Set<string>();

  constructor(private readonly recorded: readonly StoredEvent[]) {}

  async append(events: readonly EventToAppend[]): Promise<readonly AppendOutcome[]> {
    return events.map((event) => {
      if (this.ids.has(event.id)) return 'duplicate';
      this.ids.add(event.id);
      this.appended.push({ ...event, recordedat: event.time, partition: 0, offset: this.appended.length + 1 });
      return 'appended';
    });
  }

  async read({ topics, after, through, limit }: ReadQuery): Promise<ReadPage> {
    const [from, to] = [Number(after ?? 0), Number(through ?? this.recorded.length)];
    const found = this.recorded
      .slice(from, to)
      .map((event, i) => ({ event, next: from + i + 1 }))
      .filter(({ event }) => topics.includes(event.topic))
      .slice(0, limit);
    const cursorAfter = (index: number) => String(found[index]?.next ?? from);
    return { events: found.map(({ event }) => event), cursor: cursorAfter(found.length - 1), cursorAfter };
  }

  async history({ topics, subject }: Parameters<EventLog['history']>[0]): Promise<readonly StoredEvent[]> {
    return this.recorded.filter((event) => event.subject === subject && topics.includes(event.topic));
  }

  async end(): Promise<Cursor> {
    return String(this.recorded.length);
  }

  /** Delivers everything once; `lag` fails with what a batch failed with. */
  async subscribe({ topics, batchSize, onBatch }: SubscriptionOptions): Promise<Subscription> {
    const due = this.recorded.filter(({ topic }) => topics.includes(topic));
    let done = 0;
    let isStopped = false;
    let failure: unknown;
    const deliver = async () => {
      for (; done < due.length && !isStopped; done = Math.min(due.length, done + batchSize)) {
        await onBatch({ events: due.slice(done, done + batchSize), cursor: String(done) });
      }
    };
    const delivered = deliver().catch((error: unknown) => {
      failure = error;
    });
    return {
      lag: async () => {
        if (failure !== undefined) throw failure;
        return due.length - done;
      },
      lastProgress: () => 0,
      committed: () => String(done),
      owned: () => [0],
      owns: () => true,
      stop: async () => {
        isStopped = true;
        await delivered;
      },
    };
  }

  onAppend(): () => void {
    return () => undefined;
  }

  async close(): Promise<void> {}
}
