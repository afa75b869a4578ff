import { insert, isLater, type OrderMoment } from './settled-order.js';

/** Orders by day: what is kept grows by days, not by orders. */
export interface DayBuckets {
  /**
   * Of each day with an order, oldest first: time of its latest order (epoch ms), the day, orders of which something is
   * left, amount (minor units), quantity (thousandths).
   */
  buckets: number[];
  /** The latest order of each bucket: it stands for its day. */
  bucketEvents: string[];
}

export const bucketWidth = 5;

/** Adds an order to its day, which is begun when it has no other. Adding is commutative. */
export function addToDay(
  { buckets, bucketEvents }: DayBuckets,
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

/** Lets go of the days before an instant, the first of a day, epoch ms. */
export function letGoBefore({ buckets, bucketEvents }: DayBuckets, start: number): void {
  let gone = 0;
  while (gone < bucketEvents.length && buckets[gone * bucketWidth]! < start) gone++;
  if (gone === 0) return;
  buckets.splice(0, gone * bucketWidth);
  bucketEvents.splice(0, gone);
}
