import { type CustomerFacts, entryWidth, everything, type ProductFacts, rowWidth } from './customer-facts.js';

/**
 * Facts as plain JSON; equal facts are equal text. Products are one flat array, in order of sku: of each its sku, its
 * category, how many entries it has, and the entries, which name their order by the number of its row and not by the
 * time again. Writing and reading a view costs by the array and by the digit.
 */
export interface FactsJson extends Omit<CustomerFacts, 'products' | 'reached'> {
  readonly products: readonly (string | number)[];
  readonly reached: number | null;
}

/** What earlier versions wrote instead of `reached`. */
interface EarlierJson {
  readonly binding?: 'free' | 'settled' | 'open';
  readonly newest?: number | null;
}

export function factsToJson(facts: CustomerFacts): FactsJson {
  const products: (string | number)[] = [];
  for (const sku of [...facts.products.keys()].sort()) {
    const { category, entries } = facts.products.get(sku)!;
    products.push(sku, category, entries.length / entryWidth);
    for (let i = 0; i < entries.length; i += entryWidth) {
      products.push(rowAt(facts.rows, entries[i]!), entries[i + 1]!, entries[i + 2]!);
    }
  }
  return { ...facts, products, reached: Number.isFinite(facts.reached) ? facts.reached : null };
}

export function factsFromJson({ binding, newest, ...json }: FactsJson & EarlierJson): CustomerFacts {
  const products = new Map<string, ProductFacts>();
  for (let at = 0; at < json.products.length; ) {
    const [sku, category, count] = json.products.slice(at, at + 3) as [string, string, number];
    at += 3;
    const entries: number[] = [];
    for (const end = at + count * entryWidth; at < end; at += entryWidth) {
      const [row, quantity, amount] = json.products.slice(at, at + entryWidth) as [number, number, number];
      entries.push(json.rows[row * rowWidth]!, quantity, amount);
    }
    products.set(sku, { category, entries });
  }
  return { ...json, products, reached: json.reached ?? reachedEarlier(binding, newest) };
}

/** Earlier versions added orders of somebody with returns only after everything: no order before that may be added. */
function reachedEarlier(binding: EarlierJson['binding'], newest: EarlierJson['newest']): number {
  if (binding === 'open') return everything;
  return binding === 'settled' ? (newest ?? everything) : Number.NEGATIVE_INFINITY;
}

/** The number of the first row of this time; every entry has one. */
function rowAt(rows: readonly number[], time: number): number {
  let [from, to] = [0, rows.length / rowWidth - 1];
  while (from < to) {
    const middle = (from + to) >>> 1;
    if (rows[middle * rowWidth]! < time) from = middle + 1;
    else to = middle;
  }
  return from;
}
