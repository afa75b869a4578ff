/** A distribution: `values` ascending and distinct, `shares[i]` the share (0-1) of the population at or below `values[i]`. */
export interface Distribution {
  readonly values: readonly number[];
  readonly shares: readonly number[];
}

/** Above this many distinct values a distribution is thinned to quantiles: a resolution of a fifth of a point. */
export const maxDistinct = 512;

/** The distribution of `population` (any order). Exact up to 512 distinct values; the smallest and the largest are always kept. */
export function distributionOf(population: ArrayLike<number>): Distribution {
  const sorted = Float64Array.from(population).sort();
  const values: number[] = [];
  const counts: number[] = [];
  for (let i = 0; i < sorted.length; i++) {
    if (i + 1 < sorted.length && sorted[i + 1] === sorted[i]) continue;
    values.push(sorted[i]!);
    counts.push(i + 1);
  }
  const kept = values.length <= maxDistinct ? values.map((_, i) => i) : quantileSteps(counts, sorted.length);
  return {
    values: kept.map((i) => values[i]!),
    shares: kept.map((i) => counts[i]! / sorted.length),
  };
}

/** Indices of the distinct values nearest to `maxDistinct` equal steps of the population. */
function quantileSteps(counts: readonly number[], total: number): number[] {
  const kept: number[] = [0];
  let at = 0;
  for (let step = 1; step < maxDistinct; step++) {
    const target = (step * total) / (maxDistinct - 1);
    while (at < counts.length - 1 && counts[at]! < target) at++;
    if (at !== kept.at(-1)) kept.push(at);
  }
  return kept;
}

/**
 * The share of the population at or below `value`, 0-1: exact where the value was kept, straight between two that were.
 * The best of the population is at 1; an empty population puts everybody at 1.
 */
export function shareAtOrBelow({ values, shares }: Distribution, value: number): number {
  const last = values.length - 1;
  if (last < 0 || value >= values[last]!) return 1;
  if (value < values[0]!) return 0;
  let low = 0;
  let high = last;
  while (high - low > 1) {
    const middle = (low + high) >>> 1;
    if (values[middle]! <= value) low = middle;
    else high = middle;
  }
  const from = values[low]!;
  if (from === value) return shares[low]!;
  const way = (value - from) / (values[high]! - from);
  return shares[low]! + way * (shares[high]! - shares[low]!);
}
