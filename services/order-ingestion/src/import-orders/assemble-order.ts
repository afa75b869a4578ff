import type { FieldRefusal, IntakeLine, IntakeOrder } from '../record-orders/intake.js';
import type { OrderKind, OrderRow } from './convert-row.js';
import type { Mapping } from './mapping.js';

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

/** What rows of one order contradict each other in: then whose it is, or what it was worth, cannot be known. */
export function contradictionIn(rows: readonly OrderRow[]): FieldRefusal | undefined {
  if (new Set(rows.map(({ customerId }) => customerId)).size > 1) {
    return { field: 'customerId', reason: 'conflictingCustomer' };
  }
  const named = rows.flatMap(({ currency }) => (currency === '' ? [] : [currency]));
  return new Set(named).size > 1 ? { field: 'currency', reason: 'conflictingCurrency' } : undefined;
}

/**
 * The rows of one order, in the order of the file, as one intake object: its date, customer and channel are those of
 * its first row, its currency is that of the first row that names one.
 * @param rows at least one, without contradiction
 */
export function assembleOrder(
  rows: readonly [OrderRow, ...OrderRow[]],
  told: Pick<Mapping, 'source' | 'currency'>,
): IntakeOrder {
  const [first] = rows;
  const { source } = told;
  const { kind, orderId, customerId, at } = first;
  if (kind === 'cancellation') return { kind, source, orderId, customerId, at };
  const sold = {
    source,
    customerId,
    at,
    currency: rows.find(({ currency }) => currency !== '')?.currency ?? told.currency,
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
