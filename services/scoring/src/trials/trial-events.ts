import { type CollectionDefinition, Failure, type StoredEvent, type ViewCollection } from '@vilfredo/event-sourcing';

/** Where an event has its place in a replay: when it happened, and, of what happened at once, what was recorded first. */
export interface Moment {
  /** Epoch ms. */
  readonly at: number;
  readonly nth: number;
}

/** An event as a replay meets it: learned of when it happened; its offset is before all that a replay gives. */
export interface ReplayedEvent extends Moment {
  readonly event: StoredEvent;
}

export const trialEvents: CollectionDefinition = {
  name: 'trial-events',
  fields: { at: 'number', nth: 'number', buyer: 'text' },
  indexes: {
    inTime: [{ field: 'at' }, { field: 'nth' }],
    ordersOf: [{ field: 'buyer', present: true }, { field: 'at' }, { field: 'nth' }],
  },
};

/** Few enough that nobody else waits long while one page of them is folded. */
const pageSize = 250;

/** Customers' events in the order in which they happened, on disk: there may be more of them than memory holds. */
export class TrialEvents {
  private kept = 0;

  constructor(private readonly events: ViewCollection) {}

  get count(): number {
    return this.kept;
  }

  /** Adds events in the order in which they were recorded. */
  async add(recorded: readonly StoredEvent[]): Promise<void> {
    if (recorded.length === 0) return;
    const lost = await this.events.save(
      recorded.map((event, i) => ({
        id: String(this.kept + i),
        version: 0,
        body: JSON.stringify(event),
        fields: {
          at: Date.parse(event.time),
          nth: this.kept + i,
          buyer: event.topic === 'orders' ? event.subject : null,
        },
      })),
    );
    if (lost.length > 0) throw new Failure('bug', 'events of a trial were there already');
    this.kept += recorded.length;
  }

  /** All of them, page by page. */
  inTime(): AsyncGenerator<readonly ReplayedEvent[]> {
    return this.pages({ index: 'inTime' });
  }

  /** A buyer's events about orders up to a moment, in order. */
  async ordersOf(buyer: string, upTo: Moment): Promise<readonly StoredEvent[]> {
    const orders: StoredEvent[] = [];
    for await (const page of this.pages({ index: 'ordersOf', equals: { buyer }, atMost: upTo.at })) {
      for (const { event, at, nth } of page) if (at < upTo.at || nth <= upTo.nth) orders.push(event);
    }
    return orders;
  }

  private async *pages(query: {
    index: string;
    equals?: { buyer: string };
    atMost?: number;
  }): AsyncGenerator<readonly ReplayedEvent[]> {
    let after: string | undefined;
    do {
      const page = await this.events.query({ ...query, limit: pageSize, ...(after === undefined ? {} : { after }) });
      yield page.items.map(({ body, fields }) => replayed(body, Number(fields.at), Number(fields.nth)));
      after = page.next;
    } while (after !== undefined);
  }
}

function replayed(body: string, at: number, nth: number): ReplayedEvent {
  const event = JSON.parse(body) as StoredEvent;
  return { at, nth, event: { ...event, recordedat: new Date(at).toISOString(), partition: 0, offset: -1 } };
}
