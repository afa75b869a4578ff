import { lineAmount } from '../contract/money.js';
import type { OrderPlaced, OrderPlacedV1 } from './orders.js';

/** Version 1 to 2: settles the amount of each line from its quantity and unit price. */
export function upcastOrderPlaced(v1: OrderPlacedV1): OrderPlaced {
  const lines = v1.lines.map((line) => ({
    ...line,
    amountMinor: lineAmount(decimalOf(line.quantity), line.unitPrice, v1.currency),
  }));
  return { ...v1, lines };
}

function decimalOf(quantity: number): string {
  const text = String(quantity);
  return text.includes('e') ? quantity.toFixed(9) : text;
}
