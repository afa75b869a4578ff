/**
 * The median slope between any two values (Theil 1950, Sen 1968): change per unit of `at`. For display; decides nothing.
 * @param at where each value stands, ascending and distinct; 0, 1, 2, ... when absent
 * @returns null for fewer than two values
 */
export function theilSen(values: readonly number[], at: readonly number[] = values.map((_, i) => i)): number | null {
  const slopes: number[] = [];
  for (let j = 1; j < values.length; j++) {
    for (let i = 0; i < j; i++) slopes.push((values[j]! - values[i]!) / (at[j]! - at[i]!));
  }
  if (slopes.length === 0) return null;
  slopes.sort((a, b) => a - b);
  const middle = slopes.length >> 1;
  return slopes.length % 2 === 1 ? slopes[middle]! : (slopes[middle - 1]! + slopes[middle]!) / 2;
}

export interface MannKendall {
  /** Pairs that rise less pairs that fall. */
  readonly S: number;
  readonly variance: number;
  /** Standard normal without a trend, corrected for continuity. */
  readonly z: number;
  /** The chance of an S as low as this, or lower, when all orders of these values are alike; exact, ties counted. */
  readonly pDecline: number;
}

/** The Mann-Kendall test for a trend in values of time order (Mann 1945, Kendall 1975). For display; decides nothing. */
export function mannKendall(values: readonly number[]): MannKendall {
  const n = values.length;
  let S = 0;
  let falls = 0;
  for (let j = 1; j < n; j++) {
    for (let i = 0; i < j; i++) {
      S += Math.sign(values[j]! - values[i]!);
      if (values[j]! < values[i]!) falls++;
    }
  }
  const ties = tieSizes(values);
  const spread = (t: number) => t * (t - 1) * (2 * t + 5);
  const variance = (spread(n) - ties.reduce((sum, t) => sum + spread(t), 0)) / 18;
  const z = variance === 0 ? 0 : (S - Math.sign(S)) / Math.sqrt(variance);
  return { S, variance, z, pDecline: shareWithFalls(n, ties, falls) };
}

function tieSizes(values: readonly number[]): number[] {
  const counts = new Map<number, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts.values()];
}

/**
 * The share of the arrangements of n values, tied in groups, that have at least `falls` falling pairs. Their number by
 * falling pairs is the Gaussian multinomial: the product of (1 - q^i) for i to n over those of each group.
 */
function shareWithFalls(n: number, ties: readonly number[], falls: number): number {
  let counts = [1];
  for (let i = 2; i <= n; i++) counts = times(counts, i);
  for (const t of ties) for (let i = 2; i <= t; i++) counts = dividedBy(counts, i);
  let [atLeast, all] = [0, 0];
  for (const [pairs, count] of counts.entries()) {
    all += count;
    if (pairs >= falls) atLeast += count;
  }
  return atLeast / all;
}

/** Times 1 + q + ... + q^(m-1). */
function times(counts: readonly number[], m: number): number[] {
  const product = new Array<number>(counts.length + m - 1).fill(0);
  for (const [i, count] of counts.entries()) for (let j = 0; j < m; j++) product[i + j]! += count;
  return product;
}

/** Divided by 1 + q + ... + q^(m-1), which leaves no rest here. */
function dividedBy(counts: readonly number[], m: number): number[] {
  const quotient: number[] = [];
  for (let i = 0; i <= counts.length - m; i++) {
    let value = counts[i]!;
    for (let j = 1; j < m && j <= i; j++) value -= quotient[i - j]!;
    quotient.push(value);
  }
  return quotient;
}
