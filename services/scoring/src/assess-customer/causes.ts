import type { CustomerFacts } from '../customer-facts/customer-facts.js';
import { bucketWidth } from '../customer-facts/day-buckets.js';
import type { PartName } from '../value/assess-value.js';
import { ordersIn } from '../value/measures.js';

/**
 * The events behind a part of the score, the most telling first: the latest purchase, the days that weigh most, or the
 * latest days on which the product was bought that is bought most often. The latest order of a day stands for it.
 */
export function causesOf(part: PartName, facts: CustomerFacts, limit: number): string[] {
  switch (part) {
    case 'recency':
    case 'standing':
      return facts.latest === null ? [] : [facts.latest.event];
    case 'amount':
      return largestDays(facts, 3, limit);
    case 'quantity':
      return largestDays(facts, 4, limit);
    case 'singleProduct':
      return ordersOfMostBought(facts, limit);
    default:
      return part satisfies never;
  }
}

function largestDays({ buckets, bucketEvents }: CustomerFacts, column: number, limit: number): string[] {
  if (bucketEvents.length <= 1) return [...bucketEvents];
  const order = bucketEvents.map((_, i) => i);
  const weight = (day: number) => Math.abs(buckets[day * bucketWidth + column]!);
  order.sort((a, b) => weight(b) - weight(a) || b - a);
  return order.slice(0, limit).map((i) => bucketEvents[i]!);
}

function ordersOfMostBought({ products }: CustomerFacts, limit: number): string[] {
  let [mostBought, most] = ['', 0];
  for (const [sku, { buckets }] of products) {
    const orders = ordersIn(buckets);
    // Of two bought as often the name tells: not which came first.
    if (orders > most || (orders === most && sku < mostBought)) [mostBought, most] = [sku, orders];
  }
  return products.get(mostBought)?.bucketEvents.slice(-limit).reverse() ?? [];
}
