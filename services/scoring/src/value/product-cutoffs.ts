import type { Policy, ProductCutoffs } from '@vilfredo/events';
import { byRank, type CutOff, firstShare, isWithin } from '@vilfredo/scoring-model';
import type { ProductMeasure } from './measures.js';

/** A product's buyers, ranked by amount, then units, then customer id. */
export type BuyersByProduct = ReadonlyMap<string, readonly CutOff[]>;

export function buyerPlace(id: string, { amount, quantity }: ProductMeasure): CutOff {
  return { measure: amount, tieBreak: quantity, id };
}

/** The cut-offs of every product with enough buyers, by sku. */
export function productCutoffs(buyers: BuyersByProduct, rule: Policy['products']): ProductCutoffs[] {
  const products: ProductCutoffs[] = [];
  for (const [sku, places] of buyers) {
    if (places.length < rule.minBuyers) continue;
    const ranking = [...places].sort(byRank);
    const keys = firstShare(rule.keyShare, ranking.length);
    const ranks = ranksTo(keys);
    products.push({
      sku,
      of: ranking.length,
      key: ranking[keys - 1]!,
      strong: ranking[firstShare(rule.strongShare, ranking.length) - 1]!,
      ranks,
      amounts: ranks.map((rank) => ranking[rank - 1]!.measure),
    });
  }
  return products.sort((a, b) => (a.sku < b.sku ? -1 : 1));
}

/** 1, 2, … 10, then steps of a tenth, up to the last. */
function ranksTo(last: number): number[] {
  const ranks: number[] = [];
  for (let rank = 1; rank <= last; rank = rank < 10 ? rank + 1 : Math.ceil(rank * 1.1)) ranks.push(rank);
  if (ranks.at(-1) !== last) ranks.push(last);
  return ranks;
}

export interface KeyProduct {
  readonly sku: string;
  /** 1 for the first; exact to the tenth, then the nearest recorded rank at or before. */
  readonly rank: number;
  readonly of: number;
  readonly band: 'key' | 'strong';
}

/** The customer's standing among a product's buyers; null outside the key ones. */
export function keyProduct(cutoffs: ProductCutoffs, place: CutOff): KeyProduct | null {
  if (!isWithin(cutoffs.key, place)) return null;
  let rank = 1;
  for (let i = 0; i < cutoffs.ranks.length && cutoffs.amounts[i]! > place.measure; i++) rank = cutoffs.ranks[i]! + 1;
  return {
    sku: cutoffs.sku,
    rank: Math.min(rank, cutoffs.ranks.at(-1)!),
    of: cutoffs.of,
    band: isWithin(cutoffs.strong, place) ? 'strong' : 'key',
  };
}
