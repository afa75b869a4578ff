import { foldOrders, type OrderFact } from '@vilfredo/scoring';
import type { Calendar } from '@vilfredo/scoring-model';

/** What is known of the orders of each customer. */
export type OrderBook = ReadonlyMap<string, readonly OrderFact[]>;

/** Where a book is cut: what was known by the end of `cutDay`, and what came from then to the end of `endDay`. */
export interface Split {
  readonly firstDay: number;
  readonly cutDay: number;
  readonly endDay: number;
}

/** The purchase days of one customer on both sides of the cut, ascending; days since 1970. */
export interface SplitCustomer {
  /** As they stood at the cut: what was returned later still counts. Not empty. */
  readonly before: readonly number[];
  readonly after: readonly number[];
}

/** The first and the last day with an order; null for an empty book. */
export function spanOf(book: OrderBook, calendar: Calendar): { firstDay: number; lastDay: number } | null {
  let [first, last] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const facts of book.values()) {
    for (const { type, time } of facts) {
      if (type !== 'OrderPlaced') continue;
      first = Math.min(first, time);
      last = Math.max(last, time);
    }
  }
  return first > last ? null : { firstDay: calendar.dayOf(first), lastDay: calendar.dayOf(last) };
}

/** Customers who had bought by the cut, with what they bought until then and afterwards. */
export function splitBook(book: OrderBook, calendar: Calendar, { cutDay, endDay }: Split): readonly SplitCustomer[] {
  const [cut, end] = [calendar.startOf(cutDay + 1), calendar.startOf(endDay + 1)];
  const customers: SplitCustomer[] = [];
  for (const facts of book.values()) {
    const before = daysOf(facts, cut, calendar);
    if (before.length === 0) continue;
    customers.push({ before, after: daysOf(facts, end, calendar).filter((day) => day > cutDay) });
  }
  return customers;
}

function daysOf(facts: readonly OrderFact[], until: number, calendar: Calendar): readonly number[] {
  const known = facts.filter(({ time }) => time < until);
  return known.length === 0 ? [] : foldOrders(known, calendar).days;
}
