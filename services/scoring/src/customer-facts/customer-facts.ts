import { addToDay, type DayBuckets } from './day-buckets.js';
import { addToProduct, type ProductFacts } from './product-facts.js';
import { insert, isLater, type SettledOrder } from './settled-order.js';

/**
 * What a customer's orders leave behind, and all that scoring knows of them. Two histories that tell the same leave
 * the same facts, whatever the order in which they arrived.
 *
 * The buckets are those of the window: flat arrays of numbers, not objects, as reading and writing a view costs mostly what its shape costs.
 */
export interface CustomerFacts extends DayBuckets {
  /** Facts about orders seen: 0 stands for somebody who is only known. */
  orderFacts: number;
  /** Every day with a purchase, ever; ascending, distinct, days since 1970 in the policy's time zone. */
  days: number[];
  products: Map<string, ProductFacts>;
  latest: LatestPurchase | null;
  lifetime: Lifetime;
  /** ISO 4217; empty before the first order. */
  currency: string;
  /**
   * Orders after this time, epoch ms, may be added wherever they belong: no return or cancellation reaches them. Those up
   * to it are folded again from history. Negative infinity while nothing reaches any.
   */
  reached: number;
}

/** Reaches every order: a return or cancellation waits for one that may still come. */
export const everything = Number.MAX_SAFE_INTEGER;

export interface LatestPurchase {
  /** Epoch ms. */
  readonly time: number;
  readonly amount: number;
  readonly event: string;
}

export interface Lifetime {
  amount: number;
  /** Thousandths of a unit. */
  quantity: number;
}

export function noFacts(): CustomerFacts {
  return {
    orderFacts: 0,
    days: [],
    buckets: [],
    bucketEvents: [],
    products: new Map(),
    latest: null,
    lifetime: { amount: 0, quantity: 0 },
    currency: '',
    reached: Number.NEGATIVE_INFINITY,
  };
}

/** Adds a settled order where it belongs in time. Adding is commutative: any order of additions leaves the same facts. */
export function addOrder(facts: CustomerFacts, order: SettledOrder, dayOf: (time: number) => number): void {
  const day = dayOf(order.time);
  let amount = 0;
  let quantity = 0;
  for (const line of order.lines) {
    amount += line.amount;
    quantity += line.quantity;
    addToProduct(facts.products, order, line, day);
  }
  addToDay(facts, order, day, amount, quantity);
  facts.lifetime.amount += amount;
  facts.lifetime.quantity += quantity;
  if (quantity <= 0) return;
  addDay(facts.days, day);
  if (facts.latest === null || isLater(order, facts.latest)) {
    facts.latest = { time: order.time, amount, event: order.event };
  }
}

function addDay(days: number[], day: number): void {
  let at = days.length;
  while (at > 0 && days[at - 1]! > day) at--;
  if (days[at - 1] === day) return;
  insert(days, at, day);
}
