import { digamma } from './log-gamma.js';
import type { PurchaseModel } from './purchase-model.js';

/** A customer's own gaps between purchase days, in days. */
export interface OwnGaps {
  readonly n: number;
  readonly sumOfLnGaps: number;
  readonly sumOfGaps: number;
}

export interface RegularityRules {
  /** Fewer own gaps than this change nothing. */
  readonly leastGaps: number;
  /** Own gaps count n / (n + weight). */
  readonly weight: number;
  /** No customer is taken for more regular, nor for less, than this. */
  readonly cap: number;
  readonly floor: number;
}

export const shippedRegularityRules: RegularityRules = { leastGaps: 10, weight: 10, cap: 12, floor: 1 / 12 };

/**
 * The model with the customer's own regularity blended in: ln k = (1 - w) ln k + w ln(own k), w = n / (n + weight),
 * the result between floor and cap. `alpha` is rescaled so that k alpha, and with it the mean gap, stays.
 * Own k is the maximum-likelihood shape of gamma distributed gaps: ln k - digamma(k) = ln(mean gap) - mean(ln gap).
 */
export function ownRegularity(
  model: PurchaseModel,
  gaps: OwnGaps,
  { leastGaps, weight, cap, floor }: RegularityRules = shippedRegularityRules,
): PurchaseModel {
  if (gaps.n < leastGaps || gaps.n === 0) return model;
  const share = gaps.n / (gaps.n + weight);
  const blended = Math.exp((1 - share) * Math.log(model.k) + share * Math.log(shapeOf(gaps)));
  const k = Math.min(cap, Math.max(floor, blended));
  return { ...model, k, alpha: (model.alpha * model.k) / k };
}

const steadiest = 1e6;
const wildest = 1e-6;

/** Newton steps on 1/k (Minka 2002), which need no bracket; all gaps equal is as steady as can be. */
function shapeOf({ n, sumOfLnGaps, sumOfGaps }: OwnGaps): number {
  const spread = Math.log(sumOfGaps / n) - sumOfLnGaps / n;
  if (!(spread > 0.5 / steadiest)) return steadiest;
  if (!Number.isFinite(spread)) return wildest;
  let shape = (3 - spread + Math.sqrt((spread - 3) ** 2 + 24 * spread)) / (12 * spread);
  for (let i = 0; i < 5; i++) {
    const off = Math.log(shape) - digamma(shape) - spread;
    const slope = 1 / shape - trigamma(shape);
    shape = 1 / (1 / shape + off / (shape * shape * slope));
  }
  return Math.min(steadiest, Math.max(wildest, shape));
}

/** The derivative of digamma for z > 0. */
function trigamma(z: number): number {
  let sum = 0;
  let shifted = z;
  for (; shifted < 10; shifted++) sum += 1 / (shifted * shifted);
  const v = 1 / (shifted * shifted);
  return sum + 1 / shifted + v / 2 + (v / shifted) * (1 / 6 - v * (1 / 30 - v * (1 / 42 - v / 30)));
}
