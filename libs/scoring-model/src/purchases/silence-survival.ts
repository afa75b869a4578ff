import { lnIncompleteBeta } from './incomplete-beta.js';
import type { PurchaseHistory, PurchaseModel } from './purchase-model.js';

/** Up to here a whole k is summed, term by term; the continued fraction takes over beyond. */
const mostSummed = 64;

/**
 * S(g): the chance that a customer who is still with us stays silent for longer than `silenceDays`, 0-1.
 * I_{A/(A+g)}(R, k) with A = alpha + tx, R = r + k x; for k = 1 that is (A / (A + g))^R.
 */
export function silenceSurvival(model: PurchaseModel, history: PurchaseHistory, silenceDays: number): number {
  return Math.exp(lnSilenceSurvival(model, history, silenceDays));
}

/** ln S(g), at most 0: finite where S itself is too small for a number. */
export function lnSilenceSurvival({ k, r, alpha }: PurchaseModel, { x, tx }: PurchaseHistory, silence: number): number {
  if (silence <= 0) return 0;
  const odds = silence / (alpha + tx);
  const shape = r + k * x;
  if (k === 1) return -shape * Math.log1p(odds);
  if (Number.isInteger(k) && k <= mostSummed) return Math.min(0, lnOfWhole(k, shape, odds));
  return lnIncompleteBeta(odds, shape, k);
}

/** I_y(R, k) = y^R sum over j < k of (R)_j / j! (1 - y)^j, DLMF 8.17.5 in its negative binomial form. */
function lnOfWhole(k: number, shape: number, odds: number): number {
  const rest = odds / (1 + odds);
  let term = 1;
  let sum = 1;
  for (let j = 1; j < k; j++) {
    term *= ((shape + j - 1) / j) * rest;
    sum += term;
  }
  return -shape * Math.log1p(odds) + Math.log(sum);
}
