import { bucketWidth, type CustomerFacts } from './customer-facts.js';
import { type EarlierFactsJson, factsFromEarlier, isEarlier } from './earlier-facts-text.js';
import { entryWidth, type ProductFacts } from './product-facts.js';

/**
 * Facts as plain JSON; equal facts are equal text. Writing and reading a view costs by the array and by the digit: days
 * and times are told by how much later they are than those before, and products are one flat array, in order of sku. Of
 * each its sku, its category, how many entries it has, and the entries, which name their day by the number of its
 * bucket: number, orders, amount, quantity. Before an entry whose latest order is not that of the day comes which order
 * it is, and how much earlier (ms).
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
    const { category, entries, events } = products.get(sku)!;
    json.push(sku, category, events.length);
    for (let i = 0; i < events.length; i++) {
      const at = i * entryWidth;
      const bucket = bucketAt(buckets, entries[at]!);
      if (events[i] !== bucketEvents[bucket]) json.push(events[i]!, buckets[bucket * bucketWidth]! - entries[at]!);
      json.push(bucket, entries[at + 1]!, entries[at + 2]!, entries[at + 3]!);
    }
  }
  return json;
}

function readProducts(json: readonly (string | number)[], { products, buckets, bucketEvents }: CustomerFacts): void {
  for (let at = 0; at < json.length; ) {
    const product: ProductFacts = { category: json[at + 1] as string, entries: [], events: [] };
    products.set(json[at] as string, product);
    const count = json[at + 2] as number;
    at += 3;
    for (let left = count; left > 0; left--) {
      const isNamed = typeof json[at] === 'string';
      const [event, earlier] = isNamed ? [json[at] as string, json[at + 1] as number] : [undefined, 0];
      if (isNamed) at += 2;
      const bucket = json[at] as number;
      const time = buckets[bucket * bucketWidth]! - earlier;
      product.entries.push(time, json[at + 1] as number, json[at + 2] as number, json[at + 3] as number);
      product.events.push(event ?? bucketEvents[bucket]!);
      at += entryWidth;
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
