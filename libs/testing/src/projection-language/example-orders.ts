import { factId, type OrderLine, type Written, write } from '@vilfredo/events';

/** What an example order says of one line; what it does not say is as in every example. */
export interface LineExample {
  readonly sku?: string;
  readonly category?: string;
  readonly quantity?: number;
  readonly cents?: number;
}

interface FactExample {
  readonly customer?: string;
  /** When it happened, ISO 8601 in UTC. */
  readonly at?: string;
  readonly source?: string;
}

export interface OrderExample extends FactExample, LineExample {
  readonly orderId?: string;
  readonly currency?: string;
  /** More than the one line that the other fields describe. */
  readonly lines?: readonly LineExample[];
}

export interface ReturnExample extends OrderExample {
  readonly returnId?: string;
}

export interface CancellationExample extends FactExample {
  readonly orderId: string;
}

let told = 0;

/** A customer orders one thing for ten euros on 1 March 2026. */
export function orderPlaced(example: OrderExample = {}): Written {
  const { orderId = `order-${++told}`, currency = 'EUR' } = example;
  const { source, envelope } = toldBy(example, 'order', orderId);
  return write('OrderPlaced', envelope, { source, orderId, currency, lines: linesOf(example) });
}

/** The customer brings one thing back; from which order is said only where `orderId` is given. */
export function orderReturned(example: ReturnExample = {}): Written {
  const { returnId = `return-${++told}`, orderId, currency = 'EUR' } = example;
  const { source, envelope } = toldBy(example, 'return', returnId);
  const named = orderId === undefined ? {} : { orderId };
  return write('OrderReturned', envelope, { source, returnId, ...named, currency, lines: linesOf(example) });
}

/** An order is called off. */
export function orderCancelled(example: CancellationExample): Written {
  const { orderId } = example;
  const { source, envelope } = toldBy(example, 'cancellation', orderId);
  return write('OrderCancelled', envelope, { source, orderId });
}

/** Somebody becomes known who has not ordered. */
export function customerRegistered(example: FactExample & { readonly owner?: string } = {}): Written {
  const { source, envelope } = toldBy(example, 'customer', example.customer ?? 'customer-1');
  return write('CustomerRegistered', envelope, {
    source,
    ...(example.owner === undefined ? {} : { ownerId: example.owner }),
  });
}

function toldBy(
  { customer = 'customer-1', at = '2026-03-01T10:00:00Z', source = 'shop' }: FactExample,
  ...own: string[]
) {
  const id = factId(source, ...own);
  return { source, envelope: { id, subject: customer, time: new Date(at).toISOString(), correlationid: id } };
}

function linesOf({ lines, ...only }: OrderExample): OrderLine[] {
  return (lines ?? [only]).map(({ sku = 'sku-1', category, quantity = 1, cents = 1_000 }) => ({
    sku,
    quantity,
    amountMinor: cents,
    ...(category === undefined ? {} : { category }),
  }));
}
