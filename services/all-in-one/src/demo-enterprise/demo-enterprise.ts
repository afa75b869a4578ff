import { aroundOrder } from './after-sales.js';
import { calendarOf, isoOf } from './calendar.js';
import type { DemoFact } from './demo-fact.js';
import { ordersOf } from './orders.js';
import { populationOf } from './population.js';
import { randomFor } from './random.js';

export interface DemoOptions {
  readonly seed: number;
  /** 14 to 99,999; 2,000 unless told. */
  readonly customers?: number;
  /** 1 to 120; 14 unless told. */
  readonly months?: number;
  /** ISO 8601; nothing happens later. */
  readonly until: string;
}

/**
 * The history of an invented mail-order company: objects for `POST /orders`, in order of time, ending at `until`.
 * The same options give the same objects, byte for byte.
 * @throws Failure `invalid` naming the field, when an option is out of its bounds.
 */
export function demoEnterprise({ seed, customers = 2000, months = 14, until }: DemoOptions): Iterable<DemoFact> {
  const calendar = calendarOf(until, months);
  const first = isoOf(calendar.lastMidnight - calendar.days * 86_400);
  const last = isoOf(calendar.until);
  const facts: DemoFact[] = [];
  for (const profile of populationOf({ seed, customers, days: calendar.days })) {
    const random = randomFor(seed, 3, profile.index);
    for (const order of ordersOf(random, profile, calendar)) {
      for (const fact of [order, ...aroundOrder(random, profile, order)]) {
        if (fact.at >= first && fact.at <= last) facts.push(fact);
      }
    }
  }
  return facts.sort(byTime);
}

/** By time; what falls on one second keeps the order in which it was made. */
function byTime(one: DemoFact, other: DemoFact): number {
  if (one.at === other.at) return 0;
  return one.at < other.at ? -1 : 1;
}
