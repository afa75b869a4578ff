import type { CustomerFacts } from './customer-facts.js';
import { bucketWidth } from './day-buckets.js';
import { type EarlierFactsJson, factsFromEarlier, isEarlier } from './earlier-facts-text.js';
import type { ProductFacts } from './product-facts.js';

/**
 * Facts as plain JSON; equal facts are equal text. Writing and reading a view costs by the array and by the digit: days
 * and times are told by how much later they are than those before, and products are one flat array, in order of sku. Of
 * each its sku, its category, how many buckets it has, and these, which name their day by the number of the customer's
 * bucket: number, orders, amount, quantity. Before one whose latest order is not that of the day comes which order it
 * is, and how much earlier (ms).
 */
export interface FactsJson extends Omit<CustomerFacts, 'products' | 'reached'> {
  readonly products: readonly (string | number)[];
  readonly reached: number | null;
}

export function factsToJson(facts: CustomerFacts): FactsJson {
  const { days, buckets, reached } = facts;
  return {
    ...facts,
    days: toldByThoseBefore(days, 1, 1),
    buckets: toldByThoseBefore(buckets, bucketWidth, 2),
    products: productsToJson(facts),
    reached: Number.isFinite(reached) ? reached : null,
  };
}

/** The view as it was written, be it by a version that kept a row for each order. */
export function factsFromJson(json: FactsJson | EarlierFactsJson): CustomerFacts {
  if (isEarlier(json)) return factsFromEarlier(json);
  const facts: CustomerFacts = {
    ...json,
    days: addedUp(json.days, 1, 1),
    buckets: addedUp(json.buckets, bucketWidth, 2),
    products: new Map(),
    reached: json.reached ?? Number.NEGATIVE_INFINITY,
  };
  readProducts(json.products, facts);
  return facts;
}

/** Of so many numbers each the first few become how much they are greater than those before. */
function toldByThoseBefore(numbers: readonly number[], width: number, told: number): number[] {
  const json = numbers.slice();
  for (let i = width; i < json.length; i += width) {
    for (let which = 0; which < told; which++) json[i + which]! -= numbers[i + which - width]!;
  }
  return json;
}

function addedUp(json: readonly number[], width: number, told: number): number[] {
  const numbers = json.slice();
  for (let i = width; i < numbers.length; i += width) {
    for (let which = 0; which < told; which++) numbers[i + which]! += numbers[i + which - width]!;
  }
  return numbers;
}

function productsToJson({ products, buckets, bucketEvents }: CustomerFacts): (string | number)[] {
  const json: (string | number)[] = [];
  for (const sku of [...products.keys()].sort()) {
    const product = products.get(sku)!;
    json.push(sku, product.category, product.bucketEvents.length);
    for (let i = 0, at = 0; i < product.bucketEvents.length; i++, at += bucketWidth) {
      const [time, event] = [product.buckets[at]!, product.bucketEvents[i]!];
      const bucket = bucketAt(buckets, time);
      if (event !== bucketEvents[bucket]) json.push(event, buckets[bucket * bucketWidth]! - time);
      json.push(bucket, product.buckets[at + 2]!, product.buckets[at + 3]!, product.buckets[at + 4]!);
    }
  }
  return json;
}

function readProducts(json: readonly (string | number)[], { products, buckets, bucketEvents }: CustomerFacts): void {
  for (let at = 0; at < json.length; ) {
    const product: ProductFacts = { category: json[at + 1] as string, buckets: [], bucketEvents: [] };
    products.set(json[at] as string, product);
    const count = json[at + 2] as number;
    at += 3;
    for (let left = count; left > 0; left--) {
      const isNamed = typeof json[at] === 'string';
      const [event, earlier] = isNamed ? [json[at] as string, json[at + 1] as number] : [undefined, 0];
      if (isNamed) at += 2;
      const bucket = json[at] as number;
      const [latest, day] = [buckets[bucket * bucketWidth]!, buckets[bucket * bucketWidth + 1]!];
      const [orders, amount, quantity] = json.slice(at + 1, at + 4) as [number, number, number];
      product.buckets.push(latest - earlier, day, orders, amount, quantity);
      product.bucketEvents.push(event ?? bucketEvents[bucket]!);
      at += 4;
    }
  }
}

/** The number of the bucket that a time is in: the first that ends with this time or a later one. */
function bucketAt(buckets: readonly number[], time: number): number {
  let [from, to] = [0, buckets.length / bucketWidth - 1];
  while (from < to) {
    const middle = (from + to) >>> 1;
    if (buckets[middle * bucketWidth]! < time) from = middle + 1;
    else to = middle;
  }
  return from;
}
