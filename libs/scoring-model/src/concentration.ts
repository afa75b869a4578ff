import { firstShare } from './shares.js';

/** How concentrated a book is: measured, never assumed to be 80/20. */
export interface Concentration {
  readonly n: number;
  /** The first fifth of the buyers, and the first fifth of those. */
  readonly top: number;
  readonly core: number;
  readonly topShare: number;
  readonly coreShare: number;
  /** 0 when all bring the same, towards 1 when one brings all. Negative amounts count as nothing. */
  readonly gini: number;
  readonly abc: { readonly A: number; readonly B: number; readonly C: number };
}

export interface AbcShares {
  readonly share: number;
  readonly abcA: number;
  readonly abcB: number;
}

/** Measures the concentration of amounts given in descending order. */
export function concentrationOf(descending: readonly number[], rule: AbcShares): Concentration {
  const n = descending.length;
  const top = firstShare(rule.share, n);
  const core = firstShare(rule.share, top);
  const total = sum(descending, n);
  const a = countWithin(descending, rule.abcA);
  const b = countWithin(descending, rule.abcB) - a;
  const shareOf = (count: number) => (total === 0 ? 0 : sum(descending, count) / total);
  return {
    n,
    top,
    core,
    topShare: shareOf(top),
    coreShare: shareOf(core),
    gini: giniOf(descending),
    abc: { A: a, B: b, C: n - a - b },
  };
}

/** How many of the first bring at most `share` of the whole, cumulated, themselves included. */
export function countWithin(descending: readonly number[], share: number): number {
  const limit = share * sum(descending, descending.length) * (1 + 1e-12);
  let cumulated = 0;
  let count = 0;
  for (const amount of descending) {
    cumulated += amount;
    if (amount <= 0 || cumulated > limit) break;
    count++;
  }
  return count;
}

/** Gini coefficient: sum of (2i - n - 1) x_i over n times the total, x ascending (Sen 1973); negatives clamped to 0. */
export function giniOf(descending: readonly number[]): number {
  const n = descending.length;
  let total = 0;
  let weighted = 0;
  for (let i = 0; i < n; i++) {
    const amount = Math.max(0, descending[i]!);
    total += amount;
    weighted += (n - 2 * i - 1) * amount;
  }
  return total === 0 ? 0 : weighted / (n * total);
}

/** A point of the concentration curve: the first `customers` (share, 0-1) bring `amount` (share, 0-1). */
export interface CurvePoint {
  readonly customers: number;
  readonly amount: number;
}

/** The concentration curve, most valuable first, from (0, 0) to (1, 1), in about `steps` points. */
export function curveOf(descending: readonly number[], steps = 200): readonly CurvePoint[] {
  const n = descending.length;
  const total = sum(descending, n);
  const points: CurvePoint[] = [{ customers: 0, amount: 0 }];
  const stride = Math.max(1, Math.floor(n / steps));
  let cumulated = 0;
  for (let i = 0; i < n; i++) {
    cumulated += descending[i]!;
    if ((i + 1) % stride === 0 || i === n - 1) {
      points.push({ customers: (i + 1) / n, amount: total === 0 ? 0 : cumulated / total });
    }
  }
  return points;
}

function sum(values: readonly number[], count: number): number {
  let total = 0;
  for (let i = 0; i < count; i++) total += values[i]!;
  return total;
}
