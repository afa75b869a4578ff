import { classify } from './classify.js';
import {
  type MonthlyRating,
  type Satisfaction,
  type SatisfactionRules,
  shippedSatisfactionRules,
} from './satisfaction-class.js';

/**
 * The class of a customer as of `nowMonth`, from ratings in any order; ratings of later months are left out.
 * Of two ratings at the very same time the lower counts as the latest.
 */
export function satisfactionOf(
  ratings: readonly MonthlyRating[],
  nowMonth: number,
  rules: SatisfactionRules = shippedSatisfactionRules,
): Satisfaction {
  const sums = new Map<number, { sum: number; n: number }>();
  let latest: MonthlyRating | null = null;
  // Summed from low to high, so that the same ratings in another order leave the same last bit.
  for (const rating of [...ratings].sort((a, b) => a.value - b.value)) {
    if (rating.month > nowMonth) continue;
    const sum = sums.get(rating.month) ?? { sum: 0, n: 0 };
    sums.set(rating.month, { sum: sum.sum + rating.value, n: sum.n + 1 });
    if (latest === null || rating.time > latest.time) latest = rating;
  }
  const months = [...sums].map(([month, { sum, n }]) => ({ month, sum, n })).sort((a, b) => a.month - b.month);
  return satisfactionOfMonths(months, latest?.value ?? null, nowMonth, rules);
}

/**
 * The same from sums that were kept: what a fold of ratings needs is `sparseSpan` + 1 months back from the latest rated one.
 * @param sums ascending; none after `nowMonth`
 * @param latest the latest rating, 1-5; null when there is none
 */
export function satisfactionOfMonths(
  sums: readonly { readonly month: number; readonly sum: number; readonly n: number }[],
  latest: number | null,
  nowMonth: number,
  rules: SatisfactionRules = shippedSatisfactionRules,
): Satisfaction {
  const last = sums.at(-1);
  const none = { class: null, evidence: 'none', flags: [], latest, named: [] } as const;
  if (last === undefined || latest === null) return { ...none, status: 'none', months: [] };
  const months = sums
    .filter(({ month }) => last.month - month <= rules.sparseSpan)
    .map(({ month, sum, n }) => ({ month, mean: sum / n, n }));
  if (nowMonth - last.month > rules.freshMonths) return { ...none, status: 'stale', months };
  const found = classify(months, latest, nowMonth, rules);
  if (found !== null) return { ...found, status: 'classified', flags: [], months, latest };
  if (latest >= rules.dissatisfiedBelow) return { ...none, status: 'none', months };
  return { ...none, status: 'none', flags: ['watch-dissatisfied'], months, named: [last.month] };
}
