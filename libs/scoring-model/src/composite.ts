import { type Distribution, shareAtOrBelow } from './distribution.js';

/** One criterion with its weight as the policy states it. */
export interface WeightedCriterion<Name extends string = string> {
  readonly name: Name;
  readonly weight: number;
}

export interface CompositePart<Name extends string = string> {
  readonly name: Name;
  readonly raw: number;
  /** Share of the active customers at or below the raw value, 0-1. */
  readonly percentile: number;
  /** Renormalised over the criteria in use. */
  readonly weight: number;
}

/** The parts of the composite: each criterion's percentile, weights renormalised to sum to 1. */
export function compositeParts<Name extends string>(
  criteria: readonly WeightedCriterion<Name>[],
  raw: Readonly<Record<Name, number>>,
  distributions: Readonly<Record<Name, Distribution>>,
): readonly CompositePart<Name>[] {
  let total = 0;
  for (const { weight } of criteria) total += weight;
  return criteria.map(({ name, weight }) => ({
    name,
    raw: raw[name],
    percentile: shareAtOrBelow(distributions[name], raw[name]),
    weight: weight / total,
  }));
}

/** The weighted mean of the percentiles, to nine decimals: the same number wherever it is worked out. */
export function compositeOf(parts: readonly CompositePart[]): number {
  let composite = 0;
  for (const { percentile, weight } of parts) composite += percentile * weight;
  return Math.round(composite * 1e9) / 1e9;
}
