import type { IntakeLine, IntakeOrder } from '../record-orders/intake.js';
import type { OrderKind, OrderRow } from './convert-row.js';

type Packed = [number, ...string[]];

/** What a spool keeps of a row. An array, and written out: names and loops would be most of the cost. */
export function packRow(row: OrderRow): string {
  const { line, customerId, at, currency, channel, agentId, sku, name, category, quantity, unitPrice, amount } = row;
  const packed: Packed = [line, customerId, at, currency, channel, agentId, sku, name];
  packed.push(category, quantity, unitPrice, amount);
  return JSON.stringify(packed);
}

export function groupKey(row: Pick<OrderRow, 'kind' | 'orderId'>): string {
  return `${row.kind} ${row.orderId}`;
}

export function unpackRow(key: string, text: string): OrderRow {
  const blank = key.indexOf(' ');
  const packed = JSON.parse(text) as Packed;
  const [line, customerId = '', at = '', currency = '', channel = '', agentId = '', sku = '', name = ''] = packed;
  return {
    kind: key.slice(0, blank) as OrderKind,
    line,
    orderId: key.slice(blank + 1),
    customerId,
    at,
    currency,
    channel,
    agentId,
    sku,
    name,
    category: packed[8] ?? '',
    quantity: packed[9] ?? '',
    unitPrice: packed[10] ?? '',
    amount: packed[11] ?? '',
  };
}

/**
 * The rows of one order, in the order of the file, as one intake object: its date, customer, currency and channel are
 * those of its first row. Undefined when the rows name different customers: whose order it is cannot be known.
 */
export function assembleOrder(rows: readonly OrderRow[], source: string): IntakeOrder | undefined {
  const [first] = rows;
  if (first === undefined || rows.some(({ customerId }) => customerId !== first.customerId)) return undefined;
  const { kind, orderId, customerId, at } = first;
  if (kind === 'cancellation') return { kind, source, orderId, customerId, at };
  const sold = {
    source,
    customerId,
    at,
    currency: first.currency,
    ...(first.channel !== '' && { channel: first.channel }),
    ...(first.agentId !== '' && { agentId: first.agentId }),
    lines: rows.map(lineOf),
  };
  return kind === 'return' ? { kind, returnId: orderId, ...sold } : { kind, orderId, ...sold };
}

function lineOf({ sku, name, category, quantity, unitPrice, amount }: OrderRow): IntakeLine {
  return {
    sku,
    ...(name !== '' && { name }),
    ...(category !== '' && { category }),
    quantity,
    ...(unitPrice !== '' && { unitPrice }),
    ...(amount !== '' && { amount }),
  };
}
