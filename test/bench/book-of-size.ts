import { GeneratedOrders } from './generated-orders.js';
import { collectGarbage } from './rounds.js';
import { runningFrom, type TemporaryDeployment, temporaryDeployment } from './temporary-deployment.js';

/** Orders of each customer before anything is measured. */
const ordersBefore = 2;
const until = Date.parse('2026-10-01T00:00:00Z');

/** What a stretch of events cost, and what came of it. */
export interface Stretch {
  readonly microsecondsPerEvent: number;
  readonly changesPerEvent: number;
}

/** A book of so many customers, in which the cost of an event can be measured. */
export class BookOfSize {
  /** How many customers have not ordered since the book was made. */
  private untouched: number;

  private constructor(
    private readonly customers: number,
    private book: TemporaryDeployment,
    private orders: GeneratedOrders,
  ) {
    this.untouched = customers;
  }

  static async open(customers: number): Promise<BookOfSize> {
    return new BookOfSize(customers, ...(await made(customers)));
  }

  /**
   * What an event costs: each is one more order of a customer who had as many as every other, in a book that is made anew
   * when too few of them are left. No cut-offs are taken meanwhile.
   */
  async stretch(events: number): Promise<Stretch> {
    if (this.untouched < events) await this.makeAnew();
    const stretch = this.orders.today(events);
    this.untouched -= events;
    const { log } = this.book.deployment;
    collectGarbage();
    const before = Number(await log.end());
    const seconds = await this.book.process(stretch);
    const changes = Number(await log.end()) - before - events;
    return { microsecondsPerEvent: (seconds * 1e6) / events, changesPerEvent: changes / events };
  }

  /** Takes cut-offs of what the measured events have moved, and everybody into them. @returns ms */
  async epoch(): Promise<number> {
    const begun = performance.now();
    await this.book.deployment.settle();
    return performance.now() - begun;
  }

  close(): Promise<void> {
    return this.book.dispose();
  }

  private async makeAnew(): Promise<void> {
    await this.book.dispose();
    [this.book, this.orders] = await made(this.customers);
    this.untouched = this.customers;
  }
}

async function made(customers: number): Promise<[TemporaryDeployment, GeneratedOrders]> {
  const orders = new GeneratedOrders(customers, until);
  const book = await temporaryDeployment({ clock: runningFrom(until), epochs: 'on-request' });
  await book.build(orders.history(ordersBefore));
  return [book, orders];
}
