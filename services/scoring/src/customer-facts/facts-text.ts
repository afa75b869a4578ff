import type { CustomerFacts, ProductFacts } from './customer-facts.js';

/** Facts as plain JSON: products as rows [sku, category, entries], in order of sku, so that equal facts are equal text. */
export interface FactsJson extends Omit<CustomerFacts, 'products' | 'newest'> {
  readonly products: readonly (readonly [string, string, number[]])[];
  readonly newest: number | null;
}

export function factsToJson(facts: CustomerFacts): FactsJson {
  const products = Array.from(facts.products, ([sku, { category, entries }]) => [sku, category, entries] as const);
  if (products.length > 1) products.sort((a, b) => (a[0] < b[0] ? -1 : 1));
  return { ...facts, products, newest: Number.isFinite(facts.newest) ? facts.newest : null };
}

export function factsFromJson(json: FactsJson): CustomerFacts {
  const products = new Map<string, ProductFacts>();
  for (const [sku, category, entries] of json.products) products.set(sku, { category, entries });
  return { ...json, products, newest: json.newest ?? Number.NEGATIVE_INFINITY };
}
