import type { EventToAppend } from '@vilfredo/event-sourcing';
import { eventOf } from './demo-log.js';
import { seededRandom } from './statistics.js';

const dayMs = 86_400_000;
const products = 500;

/** Orders of as many customers as wanted, made one by one, so that making them takes no memory that counts. */
export class GeneratedOrders {
  private readonly random = seededRandom(1);
  private made = 0;
  /** Who has not ordered today yet, in the order in which they will. */
  private turn: number[] = [];

  constructor(
    private readonly customers: number,
    private readonly now: number,
  ) {}

  /** So many orders of each customer, some time in the eleven months before now. */
  *history(each: number): Generator<EventToAppend> {
    for (let nth = 0; nth < each; nth++) {
      for (let customer = 0; customer < this.customers; customer++) {
        yield this.order(customer, this.now - Math.floor((10 + this.random() * 320) * dayMs));
      }
    }
  }

  /** So many orders of today, one of each customer drawn at random; nobody orders again before everybody has. */
  today(count: number): EventToAppend[] {
    return Array.from({ length: count }, () => {
      if (this.turn.length === 0) this.turn = this.shuffled();
      return this.order(this.turn.pop()!, this.now - Math.floor(this.random() * 1_000));
    });
  }

  private shuffled(): number[] {
    const customers = Array.from({ length: this.customers }, (_, customer) => customer);
    for (let last = customers.length - 1; last > 0; last--) {
      const drawn = Math.floor(this.random() * (last + 1));
      [customers[last], customers[drawn]] = [customers[drawn]!, customers[last]!];
    }
    return customers;
  }

  private order(customer: number, at: number): EventToAppend {
    const lines = Array.from({ length: 1 + Math.floor(this.random() * 3) }, () => ({
      sku: `P${Math.floor(this.random() ** 2 * products)}`,
      category: `K${Math.floor(this.random() * 12)}`,
      quantity: 1 + Math.floor(this.random() * 9),
      unitPrice: (1 + this.random() ** 3 * 200).toFixed(2),
    }));
    const order = {
      kind: 'order' as const,
      source: 'bench',
      orderId: String(this.made++),
      customerId: `C${String(customer).padStart(6, '0')}`,
      at: new Date(at).toISOString(),
      currency: 'EUR',
      lines,
    };
    return eventOf(order, this.now);
  }
}
