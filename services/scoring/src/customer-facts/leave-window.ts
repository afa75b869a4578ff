import type { CustomerFacts } from './customer-facts.js';
import { type DayBuckets, letGoBefore } from './day-buckets.js';

/** The facts without what lies before the window, leaving these as they are: themselves when nothing does. */
export function withinWindow(facts: CustomerFacts, windowStart: number): CustomerFacts {
  if (facts.buckets.length === 0 || facts.buckets[0]! >= windowStart) return facts;
  const products = new Map(Array.from(facts.products, ([sku, product]) => [sku, copied(product)] as const));
  const within = { ...copied(facts), products };
  leaveWindow(within, windowStart);
  return within;
}

function copied<T extends DayBuckets>(days: T): T {
  return { ...days, buckets: [...days.buckets], bucketEvents: [...days.bucketEvents] };
}

/** Lets go of the days before the window. @param windowStart first instant of a day, epoch ms */
export function leaveWindow(facts: CustomerFacts, windowStart: number): void {
  if (facts.buckets.length === 0 || facts.buckets[0]! >= windowStart) return;
  letGoBefore(facts, windowStart);
  for (const [sku, product] of facts.products) {
    letGoBefore(product, windowStart);
    if (product.bucketEvents.length === 0) facts.products.delete(sku);
  }
}
