/** When something was ordered (epoch ms), and the event that told it. */
export interface OrderMoment {
  readonly time: number;
  readonly event: string;
}

/** Of two orders at one instant the event id tells which is the later one. */
export function isLater(order: OrderMoment, other: OrderMoment): boolean {
  return order.time > other.time || (order.time === other.time && order.event > other.event);
}

/** One order, settled: what it still stands for after returns. */
export interface SettledOrder extends OrderMoment {
  readonly lines: readonly SettledLine[];
}

export interface SettledLine {
  readonly sku: string;
  readonly category: string;
  /** Thousandths of a unit; negative for goods that came back without a known order. */
  readonly quantity: number;
  /** Minor units. */
  readonly amount: number;
}

/** Puts items into a list; at its end, where most belong, without making a list of what is taken out. */
export function insert<T>(list: T[], at: number, ...items: T[]): void {
  if (at === list.length) list.push(...items);
  else list.splice(at, 0, ...items);
}
