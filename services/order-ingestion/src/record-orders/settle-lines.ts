import { isDecimal, lineAmount, minorDigits, type OrderLine, toMinor } from '@vilfredo/events';
import type { FieldRefusal } from './intake.js';
import { FieldReader, isFields } from './read-fields.js';

export const mostLines = 1_000;
const largestQuantity = 1e9;
const largestAmount = 1e13;
/** More than three decimals of a quantity would not survive as a number. */
const quantityText = /^-?\d{1,10}(?:\.(\d{1,3})0*)?$/;

/**
 * The lines of an order with the amount of each settled: rounded to the currency's minor unit once, here.
 * What is wrong is added to `refused`; the result is then of no use.
 */
export function settleLines(value: unknown, currency: string, refused: FieldRefusal[]): OrderLine[] {
  if (value === undefined || (Array.isArray(value) && value.length === 0)) {
    refused.push({ field: 'lines', reason: 'missing' });
    return [];
  }
  if (!Array.isArray(value)) {
    refused.push({ field: 'lines', reason: 'notAList' });
    return [];
  }
  if (value.length > mostLines) {
    refused.push({ field: 'lines', reason: 'tooManyLines' });
    return [];
  }
  return value.map((line: unknown, i) => settleLine(line, `lines.${i}`, currency, refused));
}

function settleLine(value: unknown, path: string, currency: string, refused: FieldRefusal[]): OrderLine {
  if (!isFields(value)) {
    refused.push({ field: path, reason: 'notAnObject' });
    return { sku: '', quantity: 0, amountMinor: 0 };
  }
  const reader = new FieldReader(value, refused, `${path}.`);
  const sku = reader.text('sku', 100);
  const name = reader.optionalText('name', 300);
  const category = reader.optionalText('category', 100);
  const quantity = readQuantity(reader);
  const price = readPrice(reader, quantity, currency);
  return {
    sku,
    ...(name !== undefined && { name }),
    ...(category !== undefined && { category }),
    quantity: Number(quantity ?? '0'),
    ...(price.unitPrice !== undefined && { unitPrice: price.unitPrice }),
    amountMinor: price.amountMinor,
  };
}

function readQuantity(reader: FieldReader): string | undefined {
  const value = reader.value('quantity');
  if (value === undefined || value === '') return refuse(reader, 'quantity', 'missing');
  const text = typeof value === 'number' ? String(value) : value;
  if (typeof text !== 'string' || !quantityText.test(text)) return refuse(reader, 'quantity', 'badQuantity');
  const quantity = Number(text);
  if (quantity === 0) return refuse(reader, 'quantity', 'zeroQuantity');
  if (quantity < 0) return refuse(reader, 'quantity', 'negativeQuantity');
  if (quantity > largestQuantity) return refuse(reader, 'quantity', 'badQuantity');
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text;
}

function readPrice(reader: FieldReader, quantity: string | undefined, currency: string) {
  const unitPrice = decimalOf(reader, 'unitPrice');
  const amount = decimalOf(reader, 'amount');
  if (reader.value('unitPrice') === undefined && reader.value('amount') === undefined) {
    reader.refuse('unitPrice', 'missing');
  }
  if (quantity === undefined || currency === '' || (unitPrice === undefined && amount === undefined)) {
    return { unitPrice, amountMinor: 0 };
  }
  const amountMinor = settled(quantity, unitPrice, amount, currency);
  if (amountMinor === undefined) reader.refuse(amount === undefined ? 'unitPrice' : 'amount', 'badPrice');
  return { unitPrice, amountMinor: amountMinor ?? 0 };
}

function settled(quantity: string, unitPrice: string | undefined, amount: string | undefined, currency: string) {
  return amount === undefined
    ? withinBounds(() => lineAmount(quantity, unitPrice ?? '0', currency))
    : minorOf(amount, currency);
}

/** A decimal that is not negative as minor units; undefined when it is more than intake takes. */
export function minorOf(amount: string, currency: string): number | undefined {
  return withinBounds(() => toMinor(amount, minorDigits(currency)));
}

function withinBounds(amount: () => number): number | undefined {
  try {
    const minor = amount();
    return minor <= largestAmount ? minor : undefined;
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

function decimalOf(reader: FieldReader, name: string): string | undefined {
  const value = reader.value(name);
  if (value === undefined) return undefined;
  if (isDecimal(value) && !value.startsWith('-')) return value;
  return refuse(reader, name, 'badPrice');
}

function refuse(reader: FieldReader, name: string, reason: string): undefined {
  reader.refuse(name, reason);
  return undefined;
}
