import { addToProduct, type ProductFacts } from './product-facts.js';
import { insert, isLater, type OrderMoment, type SettledOrder } from './settled-order.js';

/**
 * What a customer's orders leave behind, and all that scoring knows of them. Two histories that tell the same leave
 * the same facts, whatever the order in which they arrived.
 *
 * Days are flat arrays of numbers, not objects: reading and writing a view costs mostly what its shape costs.
 */
export interface CustomerFacts {
  /** Facts about orders seen: 0 stands for somebody who is only known. */
  orderFacts: number;
  /** Every day with a purchase, ever; ascending, distinct, days since 1970 in the policy's time zone. */
  days: number[];
  /**
   * Of each day in the window with an order, oldest first: time of its latest order (epoch ms), the day, orders of which
   * something is left, amount (minor units), quantity (thousandths). What is kept grows by days, not by orders.
   */
  buckets: number[];
  /** The latest order of each bucket: it stands for its day. */
  bucketEvents: string[];
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

export const bucketWidth = 5;

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
    addToProduct(facts.products, order, line, day, dayOf);
  }
  addToBucket(facts, order, day, amount, quantity);
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

/** Adds an order to its day, which is begun when it has no other. */
export function addToBucket(
  { buckets, bucketEvents }: Pick<CustomerFacts, 'buckets' | 'bucketEvents'>,
  order: OrderMoment,
  day: number,
  amount: number,
  quantity: number,
): void {
  const orders = quantity > 0 ? 1 : 0;
  let at = bucketEvents.length;
  while (at > 0 && buckets[(at - 1) * bucketWidth + 1]! > day) at--;
  const known = (at - 1) * bucketWidth;
  if (at === 0 || buckets[known + 1] !== day) {
    insert(buckets, at * bucketWidth, order.time, day, orders, amount, quantity);
    insert(bucketEvents, at, order.event);
    return;
  }
  if (isLater(order, { time: buckets[known]!, event: bucketEvents[at - 1]! })) {
    buckets[known] = order.time;
    bucketEvents[at - 1] = order.event;
  }
  buckets[known + 2]! += orders;
  buckets[known + 3]! += amount;
  buckets[known + 4]! += quantity;
}
