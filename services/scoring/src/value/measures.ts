import type { Policy } from '@vilfredo/events';
import type { Calendar } from '@vilfredo/scoring-model';
import type { CustomerFacts } from '../customer-facts/customer-facts.js';
import { bucketWidth } from '../customer-facts/day-buckets.js';

/** What the window holds of one customer: the raw values of every criterion and what the one-off guard looks at. */
export interface Measures {
  /** Minor units. */
  readonly amount: number;
  /** Thousandths of a unit. */
  readonly quantity: number;
  /** Orders with something left of them. */
  readonly orders: number;
  readonly purchaseDays: number;
  /** Amount of the largest purchase day. */
  readonly largestDay: number;
  /** The most orders of one product. */
  readonly singleProduct: number;
  /** Days since 1970 of the latest purchase ever, and its time in epoch ms; 0 without one. */
  readonly latestDay: number;
  readonly latestTime: number;
  /** The customer's own mean gap between purchase days, ever; null before there is one. */
  readonly cycleDays: number | null;
}

/** First instant of the window that ends on `asOfDay`, in epoch ms; minus infinity when the window is everything. */
export function windowStart(policy: Policy, asOfDay: number, calendar: Calendar): number {
  return policy.window === 'all' ? Number.NEGATIVE_INFINITY : calendar.startOf(asOfDay - policy.window + 1);
}

/** Measures what the facts hold; what has left the window must have been let go of. */
export function measure(facts: CustomerFacts): Measures {
  const { buckets } = facts;
  let [amount, quantity, orders, purchaseDays, largestDay] = [0, 0, 0, 0, 0];
  for (let i = 0; i < buckets.length; i += bucketWidth) {
    const [ofDay, dayAmount] = [buckets[i + 2]!, buckets[i + 3]!];
    orders += ofDay;
    if (ofDay > 0) purchaseDays++;
    amount += dayAmount;
    if (dayAmount > largestDay) largestDay = dayAmount;
    quantity += buckets[i + 4]!;
  }
  return {
    amount,
    quantity,
    orders,
    purchaseDays,
    largestDay,
    singleProduct: mostOrdersOfOneProduct(facts),
    latestDay: facts.days.at(-1) ?? 0,
    latestTime: facts.latest?.time ?? 0,
    cycleDays: cycleOf(facts.days),
  };
}

function cycleOf(days: readonly number[]): number | null {
  return days.length < 2 ? null : (days.at(-1)! - days[0]!) / (days.length - 1);
}

function mostOrdersOfOneProduct(facts: CustomerFacts): number {
  let most = 0;
  for (const { buckets } of facts.products.values()) most = Math.max(most, ordersIn(buckets));
  return most;
}

/** Orders of one product in the window. */
export function ordersIn(buckets: readonly number[]): number {
  let orders = 0;
  for (let i = 2; i < buckets.length; i += bucketWidth) orders += buckets[i]!;
  return orders;
}

/** What a customer bought of one product in the window: minor units and thousandths. */
export interface ProductMeasure {
  readonly amount: number;
  readonly quantity: number;
}

/** Sums one product's days in the window. */
export function measureProduct(buckets: readonly number[]): ProductMeasure {
  let [amount, quantity] = [0, 0];
  for (let i = 0; i < buckets.length; i += bucketWidth) {
    amount += buckets[i + 3]!;
    quantity += buckets[i + 4]!;
  }
  return { amount, quantity };
}
