import { type EventLog, type StoredEvent, topicPartition } from '@vilfredo/event-sourcing';
import type { OrderFact } from '../customer-facts/settle-orders.js';
import { orderFactOf } from './advance-customer.js';
import type { CustomerScore } from './customer-score.js';
import { readCustomerEvent } from './read-customer-event.js';

interface Remembered {
  readonly event: StoredEvent;
  /** Null for an event that tells no fact about orders; absent until it is read. */
  fact?: OrderFact | null;
}

/**
 * Customers' orders, read back from the log for those who must be folded again. Who comes again within one batch is
 * not read again; `forget` before the next.
 */
export class OrderHistories {
  private readonly remembered = new Map<string, readonly Remembered[]>();
  private events = 0;

  /** @param most events kept at once */
  constructor(
    private readonly log: Pick<EventLog, 'history'>,
    private readonly most = 3_000,
  ) {}

  /**
   * The facts about a customer's orders that are folded in, and the one that is arriving, without those that somebody
   * decided to leave out. The watermarks tell: times of recording may be shared by what comes before and after.
   * @throws Failure `invalid` when one of them cannot be read
   */
  async of(score: Pick<CustomerScore, 'id' | 'skipped' | 'watermarks'>, arriving?: StoredEvent): Promise<OrderFact[]> {
    const { skipped, watermarks } = score;
    const history = this.remembered.get(score.id) ?? (await this.recall(score.id));
    const facts: OrderFact[] = [];
    for (const one of history) {
      const { event } = one;
      const folded = event.id === arriving?.id || event.offset <= (watermarks[topicPartition(event)] ?? -1);
      if (!folded || skipped.includes(event.id)) continue;
      one.fact ??= orderFactOf(readCustomerEvent(event));
      if (one.fact !== null) facts.push(one.fact);
    }
    return facts;
  }

  forget(): void {
    this.remembered.clear();
    this.events = 0;
  }

  private async recall(subject: string): Promise<readonly Remembered[]> {
    const events = await this.log.history({ topics: ['orders'], subject });
    const history = events.map((event): Remembered => ({ event }));
    if (this.events + history.length > this.most) this.forget();
    this.events += history.length;
    this.remembered.set(subject, history);
    return history;
  }
}
