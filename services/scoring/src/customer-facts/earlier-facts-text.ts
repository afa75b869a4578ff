import { type CustomerFacts, everything, noFacts } from './customer-facts.js';
import { addToDay } from './day-buckets.js';
import { addToProduct } from './product-facts.js';

/** Facts as versions wrote them that kept a row for each order. */
export interface EarlierFactsJson
  extends Pick<CustomerFacts, 'orderFacts' | 'days' | 'latest' | 'lifetime' | 'currency'> {
  /** Of each order in the window, oldest first: time, day, amount, quantity. */
  readonly rows: readonly number[];
  readonly rowEvents: readonly string[];
  /** Of each its sku, its category, how many entries it has, and the entries: row, quantity, amount. */
  readonly products: readonly (string | number)[];
  readonly reached?: number | null;
  /** What was written before `reached`. */
  readonly binding?: 'free' | 'settled' | 'open';
  readonly newest?: number | null;
}

const rowWidth = 4;
const earlierEntryWidth = 3;

export function isEarlier(json: object): json is EarlierFactsJson {
  return 'rows' in json;
}

/** The same facts, by days. */
export function factsFromEarlier({ rows, rowEvents, products, reached, binding, newest, ...json }: EarlierFactsJson) {
  const facts: CustomerFacts = { ...noFacts(), ...json, reached: reached ?? reachedBefore(binding, newest) };
  const days = new Map<number, number>();
  for (const [i, event] of rowEvents.entries()) {
    const [time, day, amount, quantity] = rows.slice(i * rowWidth, (i + 1) * rowWidth) as [
      number,
      number,
      number,
      number,
    ];
    days.set(time, day);
    addToDay(facts, { time, event }, day, amount, quantity);
  }
  for (let at = 0; at < products.length; ) {
    const [sku, category, count] = products.slice(at, at + 3) as [string, string, number];
    at += 3;
    for (const end = at + count * earlierEntryWidth; at < end; at += earlierEntryWidth) {
      const [row, quantity, amount] = products.slice(at, at + earlierEntryWidth) as [number, number, number];
      const order = { time: rows[row * rowWidth]!, event: rowEvents[row]! };
      addToProduct(facts.products, order, { sku, category, quantity, amount }, days.get(order.time)!);
    }
  }
  return facts;
}

/** At first, orders of somebody with returns were added only after everything: no order before that may be added. */
function reachedBefore(binding: EarlierFactsJson['binding'], newest: EarlierFactsJson['newest']): number {
  if (binding === 'open') return everything;
  return binding === 'settled' ? (newest ?? everything) : Number.NEGATIVE_INFINITY;
}
