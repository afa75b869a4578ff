/**
 * What a customer's orders leave behind, and all that scoring knows of them. Two histories that tell the same leave
 * the same facts, whatever the order in which they arrived.
 *
 * Rows are flat arrays of numbers, not objects: reading and writing a view costs mostly what its shape costs.
 */
export interface CustomerFacts {
  /** Facts about orders seen: 0 stands for somebody who is only known. */
  orderFacts: number;
  /** Every day with a purchase, ever; ascending, distinct, days since 1970 in the policy's time zone. */
  days: number[];
  /** Of each order in the window, oldest first: time (epoch ms), day, amount (minor units), quantity (thousandths). */
  rows: number[];
  /** The event behind each row. */
  rowEvents: string[];
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

export interface ProductFacts {
  category: string;
  /** Of each order in the window with this product, oldest first: time (epoch ms), quantity (thousandths), amount (minor units). */
  entries: number[];
}

export const rowWidth = 4;
export const entryWidth = 3;

export function noFacts(): CustomerFacts {
  return {
    orderFacts: 0,
    days: [],
    rows: [],
    rowEvents: [],
    products: new Map(),
    latest: null,
    lifetime: { amount: 0, quantity: 0 },
    currency: '',
    reached: Number.NEGATIVE_INFINITY,
  };
}

/** One order, settled: what it still stands for after returns. */
export interface SettledOrder {
  readonly event: string;
  readonly time: number;
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

/** Adds a settled order where it belongs in time. Adding is commutative: any order of additions leaves the same facts. */
export function addOrder(facts: CustomerFacts, order: SettledOrder, dayOf: (time: number) => number): void {
  const day = dayOf(order.time);
  let amount = 0;
  let quantity = 0;
  for (const line of order.lines) {
    amount += line.amount;
    quantity += line.quantity;
    addEntry(facts, order.time, line);
  }
  addRow(facts, order, day, amount, quantity);
  facts.lifetime.amount += amount;
  facts.lifetime.quantity += quantity;
  if (quantity <= 0) return;
  addDay(facts.days, day);
  if (facts.latest === null || isLater(order, facts.latest)) {
    facts.latest = { time: order.time, amount, event: order.event };
  }
}

function isLater(order: SettledOrder, latest: LatestPurchase): boolean {
  return order.time > latest.time || (order.time === latest.time && order.event > latest.event);
}

function addDay(days: number[], day: number): void {
  let at = days.length;
  while (at > 0 && days[at - 1]! > day) at--;
  if (days[at - 1] === day) return;
  if (at === days.length) days.push(day);
  else days.splice(at, 0, day);
}

function addRow(facts: CustomerFacts, order: SettledOrder, day: number, amount: number, quantity: number): void {
  const { rows, rowEvents } = facts;
  let at = rowEvents.length;
  while (at > 0 && isRowAfter(rows[(at - 1) * rowWidth]!, rowEvents[at - 1]!, order)) at--;
  if (at === rowEvents.length) {
    rows.push(order.time, day, amount, quantity);
    rowEvents.push(order.event);
  } else {
    rows.splice(at * rowWidth, 0, order.time, day, amount, quantity);
    rowEvents.splice(at, 0, order.event);
  }
}

function isRowAfter(time: number, event: string, order: SettledOrder): boolean {
  return time > order.time || (time === order.time && event > order.event);
}

function addEntry(facts: CustomerFacts, time: number, line: SettledLine): void {
  if (line.quantity === 0 && line.amount === 0) return;
  let product = facts.products.get(line.sku);
  if (product === undefined) {
    product = { category: line.category, entries: [] };
    facts.products.set(line.sku, product);
  } else if (isSaidLater(product, time, line.category)) {
    product.category = line.category;
  }
  const { entries } = product;
  let at = entries.length;
  while (at > 0 && isEntryAfter(entries, at - entryWidth, time, line)) at -= entryWidth;
  if (at === entries.length) entries.push(time, line.quantity, line.amount);
  else entries.splice(at, 0, time, line.quantity, line.amount);
}

/** The newest order in the window names the category: it is the last to leave, so that leaving changes no name. */
function isSaidLater({ category, entries }: ProductFacts, time: number, said: string): boolean {
  const newest = entries.at(-entryWidth)!;
  return time > newest || (time === newest && said > category);
}

function isEntryAfter(entries: readonly number[], at: number, time: number, line: SettledLine): boolean {
  if (entries[at] !== time) return entries[at]! > time;
  if (entries[at + 1] !== line.quantity) return entries[at + 1]! > line.quantity;
  return entries[at + 2]! > line.amount;
}

/** The facts without what lies before the window, leaving these as they are: themselves when nothing does. */
export function withinWindow(facts: CustomerFacts, windowStart: number): CustomerFacts {
  if (facts.rows.length === 0 || facts.rows[0]! >= windowStart) return facts;
  const products = new Map<string, ProductFacts>();
  for (const [sku, { category, entries }] of facts.products) products.set(sku, { category, entries: [...entries] });
  const within = { ...facts, rows: [...facts.rows], rowEvents: [...facts.rowEvents], products };
  leaveWindow(within, windowStart);
  return within;
}

/** Lets go of what lies before the window: rows and product entries older than `windowStart` (epoch ms). */
export function leaveWindow(facts: CustomerFacts, windowStart: number): void {
  const { rows } = facts;
  if (rows.length === 0 || rows[0]! >= windowStart) return;
  let gone = 0;
  while (gone < rows.length && rows[gone]! < windowStart) gone += rowWidth;
  rows.splice(0, gone);
  facts.rowEvents.splice(0, gone / rowWidth);
  for (const [sku, { entries }] of facts.products) {
    let old = 0;
    while (old < entries.length && entries[old]! < windowStart) old += entryWidth;
    entries.splice(0, old);
    if (entries.length === 0) facts.products.delete(sku);
  }
}
