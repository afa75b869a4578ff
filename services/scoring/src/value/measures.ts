import type { Policy } from '@vilfredo/events';
import type { Calendar } from '@vilfredo/scoring-model';
import { type CustomerFacts, entryWidth, rowWidth } from '../customer-facts/customer-facts.js';

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
  const { rows } = facts;
  let [amount, quantity, orders, purchaseDays, largestDay] = [0, 0, 0, 0, 0];
  let [day, dayAmount, dayBought] = [Number.NaN, 0, false];
  for (let i = 0; i < rows.length; i += rowWidth) {
    if (rows[i + 1] !== day) {
      if (dayBought) purchaseDays++;
      if (dayAmount > largestDay) largestDay = dayAmount;
      [day, dayAmount, dayBought] = [rows[i + 1]!, 0, false];
    }
    dayAmount += rows[i + 2]!;
    amount += rows[i + 2]!;
    quantity += rows[i + 3]!;
    if (rows[i + 3]! > 0) {
      orders++;
      dayBought = true;
    }
  }
  if (dayBought) purchaseDays++;
  if (dayAmount > largestDay) largestDay = dayAmount;
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
  for (const { entries } of facts.products.values()) {
    if (entries.length <= most * entryWidth) continue;
    let orders = 0;
    for (let i = 1; i < entries.length; i += entryWidth) if (entries[i]! > 0) orders++;
    if (orders > most) most = orders;
  }
  return most;
}

/** What a customer bought of one product in the window: minor units and thousandths. */
export interface ProductMeasure {
  readonly amount: number;
  readonly quantity: number;
}

/** Sums one product's entries in the window. */
export function measureProduct(entries: readonly number[]): ProductMeasure {
  let [amount, quantity] = [0, 0];
  for (let i = 0; i < entries.length; i += entryWidth) {
    quantity += entries[i + 1]!;
    amount += entries[i + 2]!;
  }
  return { amount, quantity };
}
