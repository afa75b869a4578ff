import { type ActivityState, activityStates, type Policy, type RiskBand } from '@vilfredo/events';
import {
  byRank,
  type Concentration,
  type CurvePoint,
  concentrationOf,
  curveOf,
  oneOffReason,
} from '@vilfredo/scoring-model';
import type { Standing } from '../assess-customer/customer-score.js';
import { bookCutoffs, type Member, oneOffCuts, spendingOf } from '../value/population-cutoffs.js';
import { keyProduct, productCutoffs } from '../value/product-cutoffs.js';
import type { Population } from './population.js';

/** How many customers stand where. */
export interface Standings {
  readonly states: Record<ActivityState, number>;
  /** The top includes the core. */
  readonly tiers: { top: number; core: number };
  /** Churn risk of those who bought. */
  readonly bands: Record<RiskBand, number>;
  readonly silence: { onTime: number; overdue: number; veryOverdue: number };
  /** Satisfaction classes. */
  readonly classes: Record<1 | 2 | 3 | 4, number>;
}

export function noStandings(): Standings {
  return {
    states: Object.fromEntries(activityStates.map((state) => [state, 0])) as Record<ActivityState, number>,
    tiers: { top: 0, core: 0 },
    bands: { low: 0, watch: 0, high: 0, critical: 0 },
    silence: { onTime: 0, overdue: 0, veryOverdue: 0 },
    classes: { 1: 0, 2: 0, 3: 0, 4: 0 },
  };
}

const silenceNames = { 'on-time': 'onTime', overdue: 'overdue', 'very-overdue': 'veryOverdue' } as const;

/** Counts one more customer; in place. */
export function addStanding(standings: Standings, { state, tier, relationship }: Standing): void {
  if (state !== null) standings.states[state]++;
  if (tier !== null) standings.tiers.top++;
  if (tier === 'core') standings.tiers.core++;
  if (relationship.band !== null) standings.bands[relationship.band]++;
  if (relationship.silence !== null) standings.silence[silenceNames[relationship.silence]]++;
  if (relationship.class !== null) standings.classes[relationship.class]++;
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
    concentration: rounded(measured),
    guard: { flagged },
    keyForProductOutsideTop: strongOutside(population, policy, new Set(top.map(({ id }) => id))),
  };
}

/** A buyer and the amount they are ranked by. */
export type RankedBuyer = Pick<Member, 'id' | 'amount'>;

/** How concentrated the amounts of these buyers are. Shares to four decimals. */
export function bookConcentration(
  buyers: readonly RankedBuyer[],
  tiers: Policy['tiers'],
): BookSummary['concentration'] {
  const amounts = byAmountDescending(buyers).map(({ amount }) => amount);
  return rounded(concentrationOf(amounts, tiers));
}

function rounded(measured: Concentration): BookSummary['concentration'] {
  const { topShare, coreShare, gini } = measured;
  const shares = { topShare: fourDecimals(topShare), coreShare: fourDecimals(coreShare), gini: fourDecimals(gini) };
  return { criterion: 'amount', ...measured, ...shares };
}

/** The concentration curve of the book by amount. */
export function bookCurve({ buyers }: { readonly buyers: readonly RankedBuyer[] }): readonly CurvePoint[] {
  return curveOf(byAmountDescending(buyers).map(({ amount }) => amount));
}

function byAmountDescending<Buyer extends RankedBuyer>(buyers: readonly Buyer[]): Buyer[] {
  const place = ({ id, amount }: Buyer) => ({ measure: amount, tieBreak: 0, id });
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
