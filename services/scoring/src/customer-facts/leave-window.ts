import { bucketWidth, type CustomerFacts } from './customer-facts.js';
import { entryWidth, type ProductFacts } from './product-facts.js';

/** The facts without what lies before the window, leaving these as they are: themselves when nothing does. */
export function withinWindow(facts: CustomerFacts, windowStart: number): CustomerFacts {
  if (facts.buckets.length === 0 || facts.buckets[0]! >= windowStart) return facts;
  const products = new Map<string, ProductFacts>();
  for (const [sku, { category, entries, events }] of facts.products) {
    products.set(sku, { category, entries: [...entries], events: [...events] });
  }
  const within = { ...facts, buckets: [...facts.buckets], bucketEvents: [...facts.bucketEvents], products };
  leaveWindow(within, windowStart);
  return within;
}

/** Lets go of the days before the window. @param windowStart first instant of a day, epoch ms */
export function leaveWindow(facts: CustomerFacts, windowStart: number): void {
  const { buckets, bucketEvents } = facts;
  if (buckets.length === 0 || buckets[0]! >= windowStart) return;
  letGo(buckets, bucketWidth, bucketEvents, windowStart);
  for (const [sku, { entries, events }] of facts.products) {
    letGo(entries, entryWidth, events, windowStart);
    if (events.length === 0) facts.products.delete(sku);
  }
}

/** Numbers begin with the time they are of, so many each; of each there is an event. */
function letGo(numbers: number[], width: number, events: string[], windowStart: number): void {
  let gone = 0;
  while (gone < events.length && numbers[gone * width]! < windowStart) gone++;
  if (gone === 0) return;
  numbers.splice(0, gone * width);
  events.splice(0, gone);
}
