import { addToDay, bucketWidth, type DayBuckets } from './day-buckets.js';
import type { OrderMoment, SettledLine } from './settled-order.js';

/** What a customer ordered of one product within the window. */
export interface ProductFacts extends DayBuckets {
  category: string;
}

/** Adds a line of an order to its product's day. Commutative. */
export function addToProduct(
  products: Map<string, ProductFacts>,
  order: OrderMoment,
  { sku, category, amount, quantity }: SettledLine,
  day: number,
): void {
  if (quantity === 0 && amount === 0) return;
  let product = products.get(sku);
  if (product === undefined) {
    product = { category, buckets: [], bucketEvents: [] };
    products.set(sku, product);
  } else if (isSaidLater(product, order.time, category)) product.category = category;
  addToDay(product, order, day, amount, quantity);
}

/** The newest order in the window names the category: it is the last to leave, so that leaving changes no name. */
function isSaidLater({ category, buckets }: ProductFacts, time: number, said: string): boolean {
  const newest = buckets.at(-bucketWidth)!;
  return time > newest || (time === newest && said > category);
}
