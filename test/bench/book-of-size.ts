import { GeneratedOrders } from './generated-orders.js';
import { collectGarbage } from './rounds.js';
import { runningFrom, type TemporaryDeployment, temporaryDeployment } from './temporary-deployment.js';

/** Orders of each customer before anything is measured. */
const ordersBefore = 2;
const until = Date.parse('2026-10-01T00:00:00Z');

/** A book of so many customers, in which the cost of an event can be measured. */
export class BookOfSize {
  private constructor(
    private readonly book: TemporaryDeployment,
    private readonly orders: GeneratedOrders,
  ) {}

  static async open(customers: number): Promise<BookOfSize> {
    const orders = new GeneratedOrders(customers, until);
    const book = await temporaryDeployment({ clock: runningFrom(until), epochs: 'on-request' });
    await book.build(orders.history(ordersBefore));
    return new BookOfSize(book, orders);
  }

  /** Microseconds per event over a stretch of events; no cut-offs are taken meanwhile. */
  async microseconds(events: number): Promise<number> {
    const stretch = this.orders.today(events);
    collectGarbage();
    return ((await this.book.process(stretch)) * 1e6) / events;
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
}
