import type { CutOff } from '@vilfredo/scoring-model';
import { memberOf } from '../src/assess-customer/member.js';
import type { Population } from '../src/book/population.js';
import { foldOrders } from '../src/customer-facts/fold-orders.js';
import type { OrderFact } from '../src/customer-facts/settle-orders.js';
import type { Era } from '../src/eras/era.js';
import { measureProduct } from '../src/value/measures.js';
import type { Member } from '../src/value/population-cutoffs.js';
import { buyerPlace } from '../src/value/product-cutoffs.js';

/** The book of customers whose order facts are given, without a store. */
export function populationOf(
  facts: ReadonlyMap<string, readonly OrderFact[]>,
  asOf: number,
  era: Pick<Era, 'policy' | 'calendar' | 'open'>,
): Population {
  const buyers: Member[] = [];
  const products = new Map<string, CutOff[]>();
  for (const [id, history] of facts) {
    const folded = foldOrders(history, era.calendar);
    buyers.push(memberOf(id, folded, asOf, era).member);
    for (const [sku, { buckets }] of folded.products) {
      const measured = measureProduct(buckets);
      if (measured.quantity <= 0) continue;
      const places = products.get(sku);
      if (places === undefined) products.set(sku, [buyerPlace(id, measured)]);
      else places.push(buyerPlace(id, measured));
    }
  }
  const active = buyers.filter(({ ranked }) => ranked);
  return {
    asOf,
    buyers,
    active,
    products,
    customers: facts.size,
    prospects: 0,
    events: 0,
    currency: 'GBP',
    currencies: ['GBP'],
  };
}
