import { fromMinor, minorDigits } from '@vilfredo/events';
import type { BookReading } from '@vilfredo/scoring';
import { byRank, firstShare } from '@vilfredo/scoring-model';
import type { ReportProduct } from '../report/report-input.js';

/** The products that bring most, among those with enough buyers to have key customers. */
export function keyProductsOf({ population, era, summary }: BookReading, shown: number): readonly ReportProduct[] {
  const { keyShare, strongShare, minBuyers } = era.policy.products;
  const digits = population.currency === '' ? 2 : minorDigits(population.currency);
  const top = topByAmount(population.buyers, summary.concentration.top);
  const ranked = [...population.products]
    .filter(([, places]) => places.length >= minBuyers)
    .map(([sku, places]) => ({ sku, places, amount: places.reduce((sum, { measure }) => sum + measure, 0) }))
    .sort((one, other) => other.amount - one.amount || (one.sku < other.sku ? -1 : 1));
  return ranked.slice(0, shown).map(({ sku, places, amount }) => {
    const strong = [...places].sort(byRank).slice(0, firstShare(strongShare, places.length));
    return {
      sku,
      buyers: places.length,
      key: firstShare(keyShare, places.length),
      strong: strong.length,
      strongOutsideTop: strong.filter(({ id }) => !top.has(id)).length,
      amount: fromMinor(amount, digits),
    };
  });
}

function topByAmount(buyers: BookReading['population']['buyers'], count: number): ReadonlySet<string> {
  const places = buyers.map(({ id, amount }) => ({ measure: amount, tieBreak: 0, id })).sort(byRank);
  return new Set(places.slice(0, count).map(({ id }) => id));
}
