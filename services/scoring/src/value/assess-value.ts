import type { ActivityState, Policy, PopulationCutoffs } from '@vilfredo/events';
import {
  byAmount,
  type CompositePart,
  compositeOf,
  compositeParts,
  isInside,
  type OneOffReason,
  oneOffReason,
  shareAtOrBelow,
} from '@vilfredo/scoring-model';
import type { Measures } from './measures.js';
import { corePlace, criteriaOf, type Member, oneOffCuts, spendingOf } from './population-cutoffs.js';

export type Tier = 'top' | 'core' | null;
export type AbcClass = 'A' | 'B' | 'C' | null;

/** Where the customer stood before: who is inside a class stays until beyond its second cut-off. */
export interface Standing {
  readonly tier: Tier;
  readonly abc: AbcClass;
}

export const nowhere: Standing = { tier: null, abc: null };

export interface Assessment extends Standing {
  readonly state: ActivityState;
  /** 0-100 with two decimals; null where the customer is not on the active list. */
  readonly score: number | null;
  /** The criteria, and `standing`: what the rank among the active adds to them. Points add up to the score. */
  readonly parts: readonly ScoredPart[];
  readonly oneOff: OneOffReason | null;
  /** Recency, frequency and amount by quintile, 1-5 each; null where not ranked. */
  readonly rfm: string | null;
}

export interface ScoredPart extends Omit<CompositePart<PartName>, never> {
  /** With two decimals. */
  readonly points: number;
}

export type PartName = Policy['criteria'][number]['name'] | 'standing';

/**
 * What the customer is worth, from what the window holds of them and a recorded epoch of the population.
 *
 * Composite = weighted mean of the criteria's percentiles among the active; score = 100 x the composite's own
 * percentile. Each criterion earns 100 x weight x percentile points; `standing` carries the rest to the score.
 */
export function assessValue(
  member: Member,
  state: ActivityState,
  policy: Policy,
  cutoffs: PopulationCutoffs,
  was: Standing,
): Assessment {
  const oneOff = oneOffReason(policy.oneOff, oneOffCuts(cutoffs), spendingOf(member));
  const abc = abcOf(member, cutoffs, was.abc, oneOff !== null);
  if (!member.ranked) return { state, score: null, parts: [], tier: null, abc, oneOff, rfm: null };

  const parts = compositeParts(policy.criteria, criteriaOf(member), cutoffs);
  const composite = compositeOf(parts);
  const percentile = shareAtOrBelow(cutoffs.composite, composite);
  const place = { measure: composite, tieBreak: member.latestTime, id: member.id };
  const isTop = oneOff === null && isInside(cutoffs.top, place, was.tier !== null);
  const isCore = isTop && isInside(cutoffs.core, corePlace(member, place, policy), was.tier === 'core');
  const score = Math.round(percentile * 10_000);
  return {
    state,
    score: score / 100,
    parts: scoredParts(parts, composite, percentile, score),
    tier: isCore ? 'core' : isTop ? 'top' : null,
    abc,
    oneOff,
    rfm: `${quintile(cutoffs.recency, member.latestDay)}${quintile(cutoffs.frequency, member.orders)}${quintile(cutoffs.amount, member.amount)}`,
  };
}

/** Points in hundredths add up exactly: what rounding takes from the criteria, the standing carries. */
function scoredParts(
  parts: readonly CompositePart<Policy['criteria'][number]['name']>[],
  composite: number,
  percentile: number,
  score: number,
): ScoredPart[] {
  let left = score;
  const scored: ScoredPart[] = parts.map((part) => {
    const points = Math.round(part.weight * part.percentile * 10_000);
    left -= points;
    return { ...part, percentile: millionths(part.percentile), points: points / 100 };
  });
  const [raw, share] = [millionths(composite), millionths(percentile)];
  scored.push({ name: 'standing', raw, percentile: share, weight: 0, points: left / 100 });
  return scored;
}

/** Shares are shown to the millionth: nobody reads more, and a change of score carries five of them. */
function millionths(share: number): number {
  return Math.round(share * 1e6) / 1e6;
}

function abcOf(
  member: Measures & { id: string },
  cutoffs: PopulationCutoffs,
  was: AbcClass,
  flagged: boolean,
): AbcClass {
  const place = byAmount(spendingOf(member));
  if (place.measure <= 0) return member.orders > 0 ? 'C' : null;
  if (isInside(cutoffs.a, place, was === 'A')) return flagged ? 'B' : 'A';
  return isInside(cutoffs.b, place, was === 'A' || was === 'B') ? 'B' : 'C';
}

function quintile(distribution: PopulationCutoffs['recency'], value: number): number {
  return Math.min(5, Math.max(1, Math.ceil(shareAtOrBelow(distribution, value) * 5 - 1e-9)));
}
