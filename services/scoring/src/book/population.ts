import type { ViewCollection } from '@vilfredo/event-sourcing';
import type { CutOff } from '@vilfredo/scoring-model';
import { type CustomerScore, scoreFromText } from '../assess-customer/customer-score.js';
import { memberOf } from '../assess-customer/member.js';
import type { Era } from '../eras/era.js';
import { measureProduct } from '../value/measures.js';
import type { Member } from '../value/population-cutoffs.js';
import { buyerPlace } from '../value/product-cutoffs.js';

/** The whole book at one moment. */
export interface Population {
  /** Epoch ms. */
  readonly asOf: number;
  /** Everybody with something in the window, by ascending id. */
  readonly buyers: readonly Member[];
  /** Everybody on the active list, by ascending id. */
  readonly active: readonly Member[];
  /** Each product's buyers in the window. */
  readonly products: ReadonlyMap<string, readonly CutOff[]>;
  /** Customers with order facts, and people who are only known. */
  readonly customers: number;
  readonly prospects: number;
  /** Facts about orders behind it all. */
  readonly events: number;
  /** The policy's currency, else the one that orders come in; empty when there are none. */
  readonly currency: string;
  /** Those that orders come in; of who ordered in several, the last by name. */
  readonly currencies: readonly string[];
}

/** Reads the population out of the stored views, as of one moment of the store, letting others run in between. */
export async function readPopulation(
  views: ViewCollection,
  asOf: number,
  era: Pick<Era, 'policy' | 'calendar' | 'open'>,
  each?: (score: CustomerScore, member: Member) => void,
): Promise<Population> {
  const buyers: Member[] = [];
  const active: Member[] = [];
  const products = new Map<string, CutOff[]>();
  const currencies = new Set<string>();
  let [customers, prospects, events] = [0, 0, 0];
  for await (const page of views.snapshot()) {
    for (const score of page.map(({ body }) => scoreFromText(body)).filter(({ mergedInto }) => mergedInto === null)) {
      const { member } = memberOf(score.id, score.facts, asOf, era);
      each?.(score, member);
      if (score.facts.orderFacts === 0) prospects++;
      else customers++;
      events += score.facts.orderFacts;
      currencies.add(score.facts.currency);
      if (member.ranked) active.push(member);
      if (!isBuyer(score, era)) continue;
      buyers.push(member);
      addProducts(products, score);
    }
    await new Promise((resolve) => setImmediate(resolve));
  }
  // Of who never ordered.
  currencies.delete('');
  const currency = era.policy.currency ?? [...currencies][0] ?? '';
  const counts = { customers, prospects, events };
  return { asOf, buyers, active, products, ...counts, currency, currencies: [...currencies].sort() };
}

function isBuyer({ facts }: CustomerScore, { policy }: Pick<Era, 'policy'>): boolean {
  return facts.buckets.length > 0 || (policy.window === 'all' && facts.orderFacts > 0);
}

function addProducts(products: Map<string, CutOff[]>, { id, facts }: CustomerScore): void {
  for (const [sku, { buckets }] of facts.products) {
    const measured = measureProduct(buckets);
    if (measured.quantity <= 0) continue;
    const buyers = products.get(sku);
    if (buyers === undefined) products.set(sku, [buyerPlace(id, measured)]);
    else buyers.push(buyerPlace(id, measured));
  }
}

/** Everybody who ever ordered, with what they brought until now, in the currency's minor unit. */
export async function readLifetimes(
  views: Pick<ViewCollection, 'snapshot'>,
): Promise<{ readonly id: string; readonly amount: number }[]> {
  const buyers: { id: string; amount: number }[] = [];
  for await (const page of views.snapshot()) {
    for (const { id, facts, mergedInto } of page.map(({ body }) => scoreFromText(body))) {
      if (mergedInto === null && facts.orderFacts > 0) buyers.push({ id, amount: facts.lifetime.amount });
    }
    await new Promise((resolve) => setImmediate(resolve));
  }
  return buyers;
}
