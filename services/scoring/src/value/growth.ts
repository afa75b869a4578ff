import { fromMinor, type Policy, type PopulationCutoffs } from '@vilfredo/events';
import { compositeOf, compositeParts, shareAtOrBelow } from '@vilfredo/scoring-model';
import type { Assessment } from './assess-value.js';
import { type Expectation, horizonDays } from './expected.js';
import { corePlace, criteriaOf, type Member } from './population-cutoffs.js';

const daysPerYear = 365;

type SecondPass = Policy['tiers']['secondPass']['by'];

/** How far it is to the tier above. */
export interface NextTier {
  readonly nextTier: 'top' | 'core';
  /** By what that tier is cut: points of the value score, or what the policy picks the core by. */
  readonly by: 'score' | Exclude<SecondPass, 'composite'>;
  /** Decimal text: points, the currency's major unit, units, orders or, for recency, days. */
  readonly toNextTier: string;
}

/**
 * What the customer can be expected to bring beyond what they brought, both for as many days as expectations look ahead.
 * What they brought counts for the whole window, and where everything counts for a year at least: nobody's first weeks
 * are taken for a year of the like.
 * @param amount of the window, minor units
 * @param knownDays since the first purchase
 * @returns in the currency's major unit; negative where less is to come
 */
export function growthOf(
  { clv }: Pick<Expectation, 'clv'>,
  amount: number,
  knownDays: number,
  window: Policy['window'],
  digits: number,
): string {
  const days = window === 'all' ? Math.max(daysPerYear, knownDays) : window;
  return (clv - (amount / 10 ** digits) * (horizonDays / days)).toFixed(digits);
}

/**
 * The distance from the last customer inside the tier above, at least 0; null for who is in the core, is not ranked, or
 * is a one-off and so kept out.
 */
export function nextTierOf(
  member: Member,
  { tier, oneOff }: Pick<Assessment, 'tier' | 'oneOff'>,
  policy: Policy,
  cutoffs: PopulationCutoffs,
  digits: number,
): NextTier | null {
  const nextTier = tier === null ? 'top' : 'core';
  const cut = cutoffs[nextTier].enter;
  if (!member.ranked || tier === 'core' || oneOff !== null || cut === null) return null;
  const composite = compositeOf(compositeParts(policy.criteria, criteriaOf(member), cutoffs));
  const { by } = policy.tiers.secondPass;
  if (nextTier === 'top' || by === 'composite') {
    const missing = percentileOf(cutoffs, cut.measure) - percentileOf(cutoffs, composite);
    return { nextTier, by: 'score', toNextTier: (Math.max(0, missing) / 100).toFixed(2) };
  }
  const own = corePlace(member, { measure: composite, tieBreak: member.latestTime, id: member.id }, policy);
  return { nextTier, by, toNextTier: shown(Math.max(0, cut.measure - own.measure), by, digits) };
}

/** In ten-thousandths, as the score is rounded. */
function percentileOf({ composite }: PopulationCutoffs, measure: number): number {
  return Math.round(shareAtOrBelow(composite, measure) * 10_000);
}

function shown(distance: number, by: Exclude<SecondPass, 'composite'>, digits: number): string {
  switch (by) {
    case 'amount':
    case 'product':
    case 'category':
      return fromMinor(distance, digits);
    case 'quantity':
      return String(distance / 1_000);
    case 'recency':
    case 'singleProduct':
      return String(distance);
    default:
      return by satisfies never;
  }
}
