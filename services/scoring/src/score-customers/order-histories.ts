import { type EventLog, type StoredEvent, topicPartition } from '@vilfredo/event-sourcing';
import { orderFactOf } from '../assess-customer/advance-customer.js';
import type { CustomerScore } from '../assess-customer/customer-score.js';
import { readCustomerEvent } from '../assess-customer/read-customer-event.js';
import type { OrderFact } from '../customer-facts/settle-orders.js';

interface Remembered {
  readonly event: StoredEvent;
  /** Null for an event that tells no fact about orders; absent until it is read. */
  fact?: OrderFact | null;
}

/**
 * Customers' orders, read back from the log for those who must be folded again. Who needed them once mostly needs them
 * again: they are kept, and what arrives is added, until others are more in need of the place.
 */
export class OrderHistories {
  /** By customer, then by event; the customer asked for last is last. */
  private readonly remembered = new Map<string, Map<string, Remembered>>();
  private events = 0;

  /** @param most events kept at once */
  constructor(
    private readonly log: Pick<EventLog, 'history'>,
    private readonly most = 20_000,
  ) {}

  /**
   * The facts about a customer's orders that are folded in, and the one that is arriving, without those that somebody
   * decided to leave out. The watermarks tell: times of recording may be shared by what comes before and after.
   * @throws Failure `invalid` when one of them cannot be read
   */
  async of(score: Pick<CustomerScore, 'id' | 'skipped' | 'watermarks'>, arriving?: StoredEvent): Promise<OrderFact[]> {
    const { skipped, watermarks } = score;
    const history = this.remembered.get(score.id) ?? (await this.recall(score.id, arriving));
    this.keep(score.id, history);
    const facts: OrderFact[] = [];
    for (const one of history.values()) {
      const { event } = one;
      const folded = event.id === arriving?.id || event.offset <= (watermarks[topicPartition(event)] ?? -1);
      if (!folded || skipped.includes(event.id)) continue;
      one.fact ??= orderFactOf(readCustomerEvent(event));
      if (one.fact !== null) facts.push(one.fact);
    }
    return facts;
  }

  /** An event arrives: whose history is kept has one event more. */
  note(event: StoredEvent): void {
    if (event.topic !== 'orders') return;
    const history = this.remembered.get(event.subject);
    if (history === undefined || history.has(event.id)) return;
    history.set(event.id, { event });
    this.events++;
  }

  /** What is kept, of one customer or of all, may lack what others have folded: it is read anew when it is needed. */
  forget(subject?: string): void {
    if (subject === undefined) {
      this.remembered.clear();
      this.events = 0;
      return;
    }
    this.events -= this.remembered.get(subject)?.size ?? 0;
    this.remembered.delete(subject);
  }

  private async recall(subject: string, upTo: StoredEvent | undefined): Promise<Map<string, Remembered>> {
    const query = { topics: ['orders'], subject };
    const events = await this.log.history(upTo === undefined ? query : { ...query, upTo });
    this.events += events.length;
    return new Map(events.map((event) => [event.id, { event }]));
  }

  /** Makes it the one asked for last, and lets go of those asked for longest ago. */
  private keep(subject: string, history: Map<string, Remembered>): void {
    this.remembered.delete(subject);
    this.remembered.set(subject, history);
    for (const [other, { size }] of this.remembered) {
      if (this.events <= this.most || other === subject) return;
      this.remembered.delete(other);
      this.events -= size;
    }
  }
}
