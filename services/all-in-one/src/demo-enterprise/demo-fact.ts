/** What the demo enterprise sends to order intake: the objects of `POST /orders`, one type per kind. */
export interface DemoLine {
  readonly sku: string;
  readonly name: string;
  readonly category: string;
  readonly quantity: number;
  /** Decimal string, euros. */
  readonly unitPrice: string;
}

export type DemoChannel = 'phone' | 'email' | 'mail';

interface Sent {
  readonly source: 'demo';
  readonly customerId: string;
  /** ISO 8601, UTC, whole seconds. */
  readonly at: string;
}

interface WithLines extends Sent {
  readonly channel: DemoChannel;
  readonly agentId: string;
  readonly currency: 'EUR';
  readonly lines: readonly DemoLine[];
}

export interface DemoOrder extends WithLines {
  readonly kind: 'order';
  readonly orderId: string;
}

export interface DemoReturn extends WithLines {
  readonly kind: 'return';
  readonly returnId: string;
  /** Absent when the customer sent goods back without naming the order. */
  readonly orderId?: string;
}

export interface DemoCancellation extends Sent {
  readonly kind: 'cancellation';
  readonly orderId: string;
}

export interface DemoQuote extends WithLines {
  readonly kind: 'quote';
  readonly quoteId: string;
}

export type DemoFact = DemoOrder | DemoReturn | DemoCancellation | DemoQuote;
