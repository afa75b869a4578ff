import type {
  AppendOutcome,
  Cursor,
  EventLog,
  EventPage,
  EventToAppend,
  ReadPage,
  ReadQuery,
  StoredEvent,
  Subscription,
  SubscriptionOptions,
} from '@vilfredo/event-sourcing';

/** A log whose broker keeps the machine's time, for a deployment whose clock is ahead of it or behind. */
export class ShiftedLog implements EventLog {
  /** @param ahead by how much the deployment's clock is ahead, ms */
  constructor(
    private readonly log: EventLog,
    private readonly ahead: number,
  ) {}

  append(events: readonly EventToAppend[]): Promise<readonly AppendOutcome[]> {
    return this.log.append(events);
  }

  async read(query: ReadQuery): Promise<ReadPage> {
    const { events, cursor, ...page } = await this.log.read(query);
    return { events: events.map(this.shifted), cursor, cursorAfter: (index) => page.cursorAfter(index) };
  }

  async history(query: { topics: readonly string[]; subject: string }): Promise<readonly StoredEvent[]> {
    return (await this.log.history(query)).map(this.shifted);
  }

  end(): Promise<Cursor> {
    return this.log.end();
  }

  subscribe(options: SubscriptionOptions): Promise<Subscription> {
    const onBatch = ({ events, cursor }: EventPage) => options.onBatch({ events: events.map(this.shifted), cursor });
    return this.log.subscribe({ ...options, onBatch });
  }

  onAppend(listener: () => void): () => void {
    return this.log.onAppend(listener);
  }

  close(): Promise<void> {
    return this.log.close();
  }

  private readonly shifted = (event: StoredEvent): StoredEvent => ({
    ...event,
    recordedat: new Date(Date.parse(event.recordedat) + this.ahead).toISOString(),
  });
}
