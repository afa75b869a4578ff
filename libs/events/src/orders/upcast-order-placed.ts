import { isDecimal, lineAmount } from '../contract/money.js';
import type { OrderPlaced, OrderPlacedV1 } from './orders.js';

/** Version 1 to 2: settles the amount of each line from its quantity and unit price. */
export function upcastOrderPlaced(v1: OrderPlacedV1): OrderPlaced {
  const lines = v1.lines.map((line) => ({
    ...line,
    amountMinor: lineAmount(decimalOf(line.quantity), line.unitPrice, v1.currency),
  }));
  return { ...v1, lines };
}

/** Exact while the quantity has at most nine decimals, else rounded to nine. */
function decimalOf(quantity: number): string {
  const text = String(quantity);
  return isDecimal(text) ? text : quantity.toFixed(9);
}
