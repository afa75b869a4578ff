import type { Clock } from '@vilfredo/event-sourcing';
import type { IntakeLine, IntakeOrder } from '@vilfredo/order-ingestion';
import type { Chance } from './chance.js';

export interface ShopSettings {
  /** Its facts are known by this name. */
  readonly source: string;
  readonly chance: Chance;
  /** Epoch milliseconds; late orders lie in the 400 days before. */
  readonly now: number;
  readonly clock: Clock;
  /** Share of the orders that are late; the others are of the moment in which they are told. */
  readonly lateShare: number;
}

const dayMs = 86_400_000;

/** Makes up orders, returns, cancellations, quotes and contracts of one shop; what it sold before is what comes back. */
export class Shop {
  readonly route = '/orders';
  private readonly orders: (IntakeOrder & { readonly kind: 'order' })[] = [];
  private made = 0;

  constructor(private readonly settings: ShopSettings) {}

  next(): IntakeOrder {
    const { chance } = this.settings;
    this.made++;
    const kind = chance.next();
    if (this.orders.length === 0 || kind < 0.8) return this.order();
    if (kind < 0.9) return this.comesBack();
    if (kind < 0.94) return this.cancelled();
    return kind < 0.97 ? this.quoted() : this.agreed();
  }

  private order(): IntakeOrder {
    const { chance, clock, lateShare } = this.settings;
    const { at: late, ...about } = this.about(this.customer());
    const at = chance.happens(lateShare) ? late : new Date(clock()).toISOString();
    const order = { kind: 'order', ...about, at, ...this.sold(), orderId: this.id('o') } as const;
    this.orders.push(order);
    return order;
  }

  private comesBack(): IntakeOrder {
    const { chance } = this.settings;
    const order = chance.oneOf(this.orders);
    const line = chance.oneOf(order.lines);
    return {
      kind: 'return',
      ...this.about(order.customerId, Date.parse(order.at)),
      currency: order.currency,
      lines: [{ ...line, quantity: 1 }],
      returnId: this.id('r'),
      ...(chance.happens(0.5) ? { orderId: order.orderId } : {}),
    };
  }

  private cancelled(): IntakeOrder {
    const order = this.settings.chance.oneOf(this.orders);
    const { customerId, orderId } = order;
    this.orders.splice(this.orders.indexOf(order), 1);
    return { kind: 'cancellation', ...this.about(customerId, Date.parse(order.at)), orderId };
  }

  private quoted(): IntakeOrder {
    return { kind: 'quote', ...this.about(this.customer()), ...this.sold(), quoteId: this.id('q') };
  }

  private agreed(): IntakeOrder {
    return {
      kind: 'contract',
      ...this.about(this.customer()),
      currency: 'EUR',
      amount: '1200.00',
      contractId: this.id('c'),
    };
  }

  /** There are more and more of them, and shops share them. */
  private customer(): string {
    return `customer-${this.settings.chance.below(40 + this.made / 4)}`;
  }

  private sold(): { currency: string; channel: string; lines: IntakeLine[] } {
    const { chance } = this.settings;
    const lines = Array.from({ length: 1 + chance.below(3) }, () => ({
      sku: `sku-${chance.below(30)}`,
      quantity: 1 + chance.below(9),
      unitPrice: `${chance.below(80)}.${chance.below(10)}5`,
    }));
    return { currency: 'EUR', channel: 'web', lines };
  }

  /** Facts arrive in any order of time; what follows from an order lies after it. */
  private about(customerId: string, since = this.settings.now - 400 * dayMs) {
    const { chance, source, now } = this.settings;
    const at = since + Math.floor(chance.next() * Math.max(0, now - since));
    return { source, customerId, at: new Date(at).toISOString() };
  }

  private id(prefix: string): string {
    return `${prefix}-${this.made}`;
  }
}
