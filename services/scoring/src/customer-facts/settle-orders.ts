import type { OrderCancelled, OrderLine, OrderPlaced, OrderReturned } from '@vilfredo/events';
import { everything } from './customer-facts.js';
import type { SettledLine, SettledOrder } from './settled-order.js';

/** A fact about orders, as scoring reads it. */
export type OrderFact =
  | { readonly event: string; readonly time: number; readonly type: 'OrderPlaced'; readonly payload: OrderPlaced }
  | { readonly event: string; readonly time: number; readonly type: 'OrderReturned'; readonly payload: OrderReturned }
  | {
      readonly event: string;
      readonly time: number;
      readonly type: 'OrderCancelled';
      readonly payload: OrderCancelled;
    };

interface OpenOrder {
  readonly event: string;
  readonly time: number;
  readonly lines: Map<string, { category: string; quantity: number; amount: number }>;
}

/**
 * What a customer's orders come to when returns and cancellations are taken back in the day of the order they touch.
 *
 * A cancelled order counts as never placed. A return goes against its order, or, where none is named or known, against
 * the latest earlier orders of that product with quantity left; what finds none stands on its own day.
 * @param history in any order
 * @returns besides the orders, up to when they may be changed by one more that comes late: see `CustomerFacts.reached`
 */
export function settleOrders(history: readonly OrderFact[]): { orders: SettledOrder[]; reached: number } {
  const inTime = [...history].sort((a, b) => a.time - b.time || (a.event < b.event ? -1 : a.event > b.event ? 1 : 0));
  const cancelled = new Set(inTime.flatMap((fact) => (fact.type === 'OrderCancelled' ? [orderKey(fact.payload)] : [])));
  const placed = inTime.filter((fact) => fact.type === 'OrderPlaced');
  const open = placed.filter((fact) => !cancelled.has(orderKey(fact.payload))).map(openOrder);
  const byKey = new Map(placed.flatMap((fact) => [[orderKey(fact.payload), fact.event] as const]));
  const returns = inTime.filter((fact) => fact.type === 'OrderReturned');

  const standing: SettledOrder[] = [];
  for (const { event, time, payload } of returns) {
    const key = namedBy(payload);
    if (key !== undefined && cancelled.has(key)) continue;
    const named = key === undefined ? undefined : byKey.get(key);
    const lines = payload.lines.flatMap((line) => takeBack(open, line, time, named));
    if (lines.length > 0) standing.push({ event, time, lines });
  }
  return { orders: [...open.map(settled), ...standing], reached: reachOf(cancelled, returns, byKey) };
}

/** A return that names no order takes from whatever there is up to its own time; what names an order touches that alone. */
function reachOf(
  cancelled: ReadonlySet<string>,
  returns: readonly (OrderFact & { readonly type: 'OrderReturned' })[],
  placed: ReadonlyMap<string, string>,
): number {
  let reached = [...cancelled].every((key) => placed.has(key)) ? Number.NEGATIVE_INFINITY : everything;
  for (const { time, payload } of returns) {
    const key = namedBy(payload);
    if (key === undefined) reached = Math.max(reached, time);
    else if (!placed.has(key)) reached = everything;
  }
  return reached;
}

/** An order as it came, with nothing taken back. */
export function settledAsPlaced(event: string, time: number, payload: OrderPlaced): SettledOrder {
  return settled(openOrder({ event, time, payload }));
}

/** A quantity in thousandths, so that sums do not depend on the order of adding. */
export function thousandths(quantity: number): number {
  return Math.round(quantity * 1000);
}

function namedBy({ source, orderId }: OrderReturned): string | undefined {
  return orderId === undefined ? undefined : orderKey({ source, orderId });
}

function orderKey({ source, orderId }: { source: string; orderId: string }): string {
  return `${source}\u0000${orderId}`;
}

function openOrder({ event, time, payload }: { event: string; time: number; payload: OrderPlaced }): OpenOrder {
  const lines: OpenOrder['lines'] = new Map();
  for (const line of payload.lines) {
    const known = lines.get(line.sku);
    if (known === undefined) {
      lines.set(line.sku, {
        category: line.category ?? '',
        quantity: thousandths(line.quantity),
        amount: line.amountMinor,
      });
    } else {
      known.quantity += thousandths(line.quantity);
      known.amount += line.amountMinor;
      if ((line.category ?? '') > known.category) known.category = line.category ?? '';
    }
  }
  return { event, time, lines };
}

function settled({ event, time, lines }: OpenOrder): SettledOrder {
  return { event, time, lines: Array.from(lines, ([sku, line]) => ({ sku, ...line })) };
}

/** Takes one returned line out of the orders; what finds no order comes back as lines of its own, negative. */
function takeBack(open: readonly OpenOrder[], line: OrderLine, time: number, named: string | undefined): SettledLine[] {
  let quantity = thousandths(line.quantity);
  let amount = line.amountMinor;
  for (let i = open.length - 1; i >= 0 && quantity > 0; i--) {
    const order = open[i]!;
    if (named === undefined ? order.time > time : order.event !== named) continue;
    const bought = order.lines.get(line.sku);
    if (bought === undefined || bought.quantity <= 0) continue;
    const taken = Math.min(quantity, bought.quantity);
    const refunded = taken === quantity ? amount : Math.round((amount * taken) / quantity);
    bought.quantity -= taken;
    bought.amount -= refunded;
    quantity -= taken;
    amount -= refunded;
  }
  if (quantity === 0) return [];
  return [{ sku: line.sku, category: line.category ?? '', quantity: 0 - quantity, amount: 0 - amount }];
}
