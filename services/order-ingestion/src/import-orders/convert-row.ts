import { controlCharacter } from '@vilfredo/events';
import {
  type Cells,
  compileSource,
  compileTest,
  dateReader,
  type Header,
  isZero,
  type RowRefusal,
  readDecimal,
  skipReader,
  widthTest,
  withoutPlaceholders,
  withoutSign,
} from '@vilfredo/row-files';
import type { Mapping } from './mapping.js';

export type OrderKind = 'order' | 'return' | 'cancellation';

/** What one row says about the order (or return, or cancellation) that it belongs to. Absent values are empty. */
export interface OrderRow {
  readonly kind: OrderKind;
  readonly line: number;
  readonly orderId: string;
  readonly customerId: string;
  readonly at: string;
  /** As the row names it. */
  readonly currency: string;
  readonly channel: string;
  readonly agentId: string;
  readonly sku: string;
  readonly name: string;
  readonly category: string;
  readonly quantity: string;
  readonly unitPrice: string;
  readonly amount: string;
}

/** The reasons for which a row is left out are tried in this order: the first one that fits is counted. */
export type RowConverter = (cells: Cells, line: number) => OrderRow | RowRefusal;

const longestName = 300;

/**
 * Compiles a mapping for a file with this header.
 * @throws Failure `invalid` when the mapping names a column that the file does not have.
 */
export function rowConverter(mapping: Mapping, header: Header): RowConverter {
  const read = readersOf(mapping, header);
  const filled = fillDown(mapping, header, read.orderId);
  const valued = withoutPlaceholders(mapping.noValue);
  const skipped = skipReader(mapping, header);
  const kindOf = kindReader(mapping, header);
  const readTime = dateReader(mapping.dateFormats, mapping.timeZone);
  const hasWidth = widthTest(mapping, header);

  const identify = (cells: Cells) => {
    const customerId = read.customerId(cells);
    if (customerId === '') return refuse('customerId', 'noCustomer');
    const reason = skipped(cells);
    if (reason !== undefined) return refuse('', reason);
    const orderId = read.orderId(cells);
    return orderId === '' ? refuse('orderId', 'missingOrderId') : { customerId, orderId };
  };

  return (given, line) => {
    if (!hasWidth(given)) return refuse('', 'wrongColumnCount');
    const cells = filled(valued(given));
    const identity = identify(cells);
    if ('reason' in identity) return identity;
    const kind = kindOf(cells);
    if (typeof kind !== 'string') return kind;
    const at = readTime(read.at(cells));
    if (at === undefined) return refuse('at', 'badDate');
    const goods = kind === 'cancellation' ? noGoods : readGoods(read, cells, kind, mapping.decimal);
    if ('reason' in goods) return goods;
    const currency = read.currency(cells);
    const channel = read.channel(cells) || (mapping.channel ?? '');
    return { kind, line, ...identity, at, currency, channel, agentId: read.agentId(cells), ...goods };
  };
}

type Readers = Readonly<Record<keyof Mapping['columns'], (cells: Cells) => string>>;

function readersOf({ columns }: Mapping, header: Header): Readers {
  const reader = (name: keyof Mapping['columns']) => {
    const source = columns[name];
    return source === undefined ? () => '' : compileSource(source, header, `columns.${name}`);
  };
  return {
    orderId: reader('orderId'),
    customerId: reader('customerId'),
    at: reader('at'),
    sku: reader('sku'),
    name: reader('name'),
    category: reader('category'),
    quantity: columns.quantity === undefined ? () => '1' : reader('quantity'),
    unitPrice: reader('unitPrice'),
    amount: reader('amount'),
    currency: reader('currency'),
    channel: reader('channel'),
    agentId: reader('agentId'),
  };
}

function readGoods(read: Readers, cells: Cells, kind: OrderKind, decimal: '.' | ',') {
  const sku = read.sku(cells);
  if (sku === '') return refuse('sku', 'missingSku');
  const quantity = readDecimal(read.quantity(cells), decimal);
  if (quantity === undefined) return refuse('quantity', 'badQuantity');
  if (isZero(quantity)) return refuse('quantity', 'zeroQuantity');
  if (kind === 'order' && quantity.startsWith('-')) return refuse('quantity', 'negativeQuantity');
  const prices = readPrices(read, cells, kind, decimal);
  if ('reason' in prices) return prices;
  const name = inOneLine(read.name(cells)).slice(0, longestName).toWellFormed();
  return { sku, name, category: inOneLine(read.category(cells)), quantity: withoutSign(quantity), ...prices };
}

/** What is given of unit price and amount; exports write those of a return with or without a minus. */
function readPrices(read: Readers, cells: Cells, kind: OrderKind, decimal: '.' | ',') {
  const prices = { unitPrice: read.unitPrice(cells), amount: read.amount(cells) };
  if (prices.unitPrice === '' && prices.amount === '') return refuse('unitPrice', 'badPrice');
  for (const name of ['unitPrice', 'amount'] as const) {
    if (prices[name] === '') continue;
    const price = readDecimal(prices[name], decimal);
    if (price === undefined || (kind === 'order' && price.startsWith('-'))) return refuse(name, 'badPrice');
    prices[name] = withoutSign(price);
  }
  return prices;
}

/** What is for people to read may be written over several lines. */
function inOneLine(text: string): string {
  if (!controlCharacter.test(text)) return text;
  const pieces = text.split(controlCharacter).map((piece) => piece.trim());
  return pieces.filter((piece) => piece !== '').join(' ');
}

const noGoods = { sku: '', name: '', category: '', quantity: '', unitPrice: '', amount: '' };

/** What a row is about; a refusal when its kind is to be left out. */
function kindReader({ returns, cancellations }: Mapping, header: Header) {
  const cancelled = cancellations && compileTest(cancellations.when, header, 'cancellations.when.column');
  const returned = returns && compileTest(returns.when, header, 'returns.when.column');
  return (cells: Cells): OrderKind | RowRefusal => {
    if (cancellations && cancelled?.(cells)) {
      return cancellations.as === 'skip' ? refuse('', cancellations.reason) : cancellations.as;
    }
    if (returns && returned?.(cells)) return returns.as === 'skip' ? refuse('', returns.reason) : returns.as;
    return 'order';
  };
}

/** Completes a row with what only the first row of its order says, in the columns that the mapping lists. */
function fillDown(mapping: Mapping, header: Header, orderId: (cells: Cells) => string): (cells: Cells) => Cells {
  const columns = mapping.fillDown.map((column) => header.indexOf(column, 'fillDown'));
  if (columns.length === 0) return (cells) => cells;
  let [previousId, previous]: [string, Cells] = ['', []];
  return (cells) => {
    const id = orderId(cells);
    const filled = [...cells];
    if (id !== '' && id === previousId) {
      for (const i of columns) if ((filled[i] ?? '').trim() === '') filled[i] = previous[i] ?? '';
    }
    [previousId, previous] = [id, filled];
    return filled;
  };
}

function refuse(field: string, reason: string): RowRefusal {
  return { field, reason };
}
