import { type CustomerFacts, entryWidth, rowWidth } from '../customer-facts/customer-facts.js';
import type { PartName } from '../value/assess-value.js';

/**
 * The events behind a part of the score, the most telling first: the latest purchase, the orders that weigh most, or
 * the latest orders of the product that is bought most often.
 */
export function causesOf(part: PartName, facts: CustomerFacts, limit: number): string[] {
  switch (part) {
    case 'recency':
    case 'standing':
      return facts.latest === null ? [] : [facts.latest.event];
    case 'amount':
      return largestRows(facts, 2, limit);
    case 'quantity':
      return largestRows(facts, 3, limit);
    case 'singleProduct':
      return ordersOfMostBought(facts, limit);
    default:
      return part satisfies never;
  }
}

function largestRows({ rows, rowEvents }: CustomerFacts, column: number, limit: number): string[] {
  if (rowEvents.length <= 1) return [...rowEvents];
  const order = rowEvents.map((_, i) => i);
  order.sort((a, b) => Math.abs(rows[b * rowWidth + column]!) - Math.abs(rows[a * rowWidth + column]!) || b - a);
  return order.slice(0, limit).map((i) => rowEvents[i]!);
}

function ordersOfMostBought(facts: CustomerFacts, limit: number): string[] {
  let most: readonly number[] = [];
  for (const { entries } of facts.products.values()) if (entries.length > most.length) most = entries;
  const causes: string[] = [];
  for (let at = most.length - entryWidth; at >= 0 && causes.length < limit; at -= entryWidth) {
    const event = eventAt(facts, most[at]!);
    if (event !== undefined) causes.push(event);
  }
  return causes;
}

function eventAt({ rows, rowEvents }: CustomerFacts, time: number): string | undefined {
  for (let i = rowEvents.length - 1; i >= 0; i--) if (rows[i * rowWidth] === time) return rowEvents[i];
  return undefined;
}
