import { insert, isLater, type OrderMoment, type SettledLine } from './settled-order.js';

/** What a customer ordered of one product within the window. */
export interface ProductFacts {
  category: string;
  /**
   * Of each day on which it was ordered, oldest first: time of the latest such order (epoch ms), orders of which
   * something is left, amount (minor units), quantity (thousandths).
   */
  entries: number[];
  /** The latest order with it of each entry. */
  events: string[];
}

export const entryWidth = 4;

/** Adds a line to its product's entry of that day, which is begun when there is none. Commutative. */
export function addToProduct(
  products: Map<string, ProductFacts>,
  order: OrderMoment,
  line: SettledLine,
  day: number,
  dayOf: (time: number) => number,
): void {
  if (line.quantity === 0 && line.amount === 0) return;
  const product = products.get(line.sku);
  if (product === undefined) {
    products.set(line.sku, {
      category: line.category,
      entries: [order.time, line.quantity > 0 ? 1 : 0, line.amount, line.quantity],
      events: [order.event],
    });
    return;
  }
  if (isSaidLater(product, order.time, line.category)) product.category = line.category;
  addToEntry(product, order, line, day, dayOf);
}

function addToEntry(
  { entries, events }: ProductFacts,
  order: OrderMoment,
  { amount, quantity }: SettledLine,
  day: number,
  dayOf: (time: number) => number,
): void {
  const orders = quantity > 0 ? 1 : 0;
  let [at, dayBefore] = [events.length, Number.NEGATIVE_INFINITY];
  for (; at > 0; at--) {
    dayBefore = dayOf(entries[(at - 1) * entryWidth]!);
    if (dayBefore <= day) break;
  }
  const known = (at - 1) * entryWidth;
  if (at === 0 || dayBefore !== day) {
    insert(entries, at * entryWidth, order.time, orders, amount, quantity);
    insert(events, at, order.event);
    return;
  }
  if (isLater(order, { time: entries[known]!, event: events[at - 1]! })) {
    entries[known] = order.time;
    events[at - 1] = order.event;
  }
  entries[known + 1]! += orders;
  entries[known + 2]! += amount;
  entries[known + 3]! += quantity;
}

/** The newest order in the window names the category: it is the last to leave, so that leaving changes no name. */
function isSaidLater({ category, entries }: ProductFacts, time: number, said: string): boolean {
  const newest = entries.at(-entryWidth)!;
  return time > newest || (time === newest && said > category);
}
