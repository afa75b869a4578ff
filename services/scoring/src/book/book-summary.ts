import { type ActivityState, activityStates, type Policy } from '@vilfredo/events';
import {
  byRank,
  type Concentration,
  type CurvePoint,
  concentrationOf,
  curveOf,
  oneOffReason,
} from '@vilfredo/scoring-model';
import { bookCutoffs, type Member, oneOffCuts, spendingOf } from '../value/population-cutoffs.js';
import { keyProduct, productCutoffs } from '../value/product-cutoffs.js';
import type { Population } from './population.js';

/** How many customers stand where. */
export interface Standings {
  readonly states: Record<ActivityState, number>;
  /** The top includes the core. */
  readonly tiers: { top: number; core: number };
}

export function noStandings(): Standings {
  return {
    states: Object.fromEntries(activityStates.map((state) => [state, 0])) as Record<ActivityState, number>,
    tiers: { top: 0, core: 0 },
  };
}

export interface BookSummary {
  readonly concentration: { readonly criterion: 'amount' } & Concentration;
  /** One-offs among the top by amount. */
  readonly guard: { readonly flagged: number };
  /** Customers outside the top by amount who are strong for a product with enough buyers. */
  readonly keyForProductOutsideTop: number;
}

/** Measures the book: all buyers of the window ranked by amount, before the active list. Shares to four decimals. */
export function summarise(population: Population, policy: Policy): BookSummary {
  const cuts = oneOffCuts(bookCutoffs(population.buyers, policy));
  const ranked = byAmountDescending(population.buyers);
  const measured = concentrationOf(
    ranked.map(({ amount }) => amount),
    policy.tiers,
  );
  const top = ranked.slice(0, measured.top);
  const flagged = top.filter((member) => oneOffReason(policy.oneOff, cuts, spendingOf(member)) !== null).length;
  return {
    concentration: {
      criterion: 'amount',
      ...measured,
      topShare: fourDecimals(measured.topShare),
      coreShare: fourDecimals(measured.coreShare),
      gini: fourDecimals(measured.gini),
    },
    guard: { flagged },
    keyForProductOutsideTop: strongOutside(population, policy, new Set(top.map(({ id }) => id))),
  };
}

/** The concentration curve of the book by amount. */
export function bookCurve({ buyers }: Pick<Population, 'buyers'>): readonly CurvePoint[] {
  return curveOf(byAmountDescending(buyers).map(({ amount }) => amount));
}

function byAmountDescending(buyers: readonly Member[]): Member[] {
  const place = ({ id, amount }: Member) => ({ measure: amount, tieBreak: 0, id });
  return [...buyers].sort((a, b) => byRank(place(a), place(b)));
}

function strongOutside({ products }: Population, policy: Policy, top: ReadonlySet<string>): number {
  const outside = new Set<string>();
  for (const cutoffs of productCutoffs(products, policy.products)) {
    for (const place of products.get(cutoffs.sku) ?? []) {
      if (!top.has(place.id) && keyProduct(cutoffs, place)?.band === 'strong') outside.add(place.id);
    }
  }
  return outside.size;
}

function fourDecimals(share: number): number {
  return Math.round(share * 10_000) / 10_000;
}
