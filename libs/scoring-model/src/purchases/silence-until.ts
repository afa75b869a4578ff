import { lnBeta } from './log-gamma.js';
import { mayDropOut, type PurchaseHistory, type PurchaseModel } from './purchase-model.js';
import { lnSilenceSurvival } from './silence-survival.js';

const precision = 1e-9;
const mostSteps = 100;
const mostLnOdds = 690;

/**
 * Days of silence at which S falls to `survival`. Closed form for k = 1, else searched to 1e-9 of itself or better.
 * @returns 0 for a survival of 1 or more, Infinity for one of 0 or less
 */
export function silenceUntilSurvival(model: PurchaseModel, history: PurchaseHistory, survival: number): number {
  if (survival >= 1) return 0;
  if (!(survival > 0)) return Number.POSITIVE_INFINITY;
  const known = model.alpha + history.tx;
  const lnSurvival = Math.log(survival);
  if (model.k === 1) return known * Math.expm1(-lnSurvival / (model.r + history.x));
  return search(model, history, lnSurvival, known);
}

/**
 * Days of silence at which P(alive) falls to `p`: where S = a / (b + x) p / (1 - p).
 * @returns 0 when it is there with the latest purchase already, Infinity when it never gets there
 */
export function silenceUntilPAlive(model: PurchaseModel, history: PurchaseHistory, p: number): number {
  if (!mayDropOut(model)) return p >= 1 ? 0 : Number.POSITIVE_INFINITY;
  return silenceUntilSurvival(model, history, p >= 1 ? 1 : ((model.a / (model.b + history.x)) * p) / (1 - p));
}

/**
 * Newton's steps on ln S over ln g, which is concave and falls: begun where S is too low, they come down to the root
 * without passing it. The slope is -(1 - y)^k y^R / B(R, k) / S at y = A / (A + g).
 */
function search(model: PurchaseModel, history: PurchaseHistory, lnSurvival: number, known: number): number {
  const { k, r } = model;
  const shape = r + k * history.x;
  const lnNorm = lnBeta(shape, k);
  let lnOdds = Math.log(k / shape);
  let lnReached = lnSilenceSurvival(model, history, known * Math.exp(lnOdds));
  while (lnReached > lnSurvival) {
    lnOdds += 1;
    if (lnOdds > mostLnOdds) return Number.POSITIVE_INFINITY;
    lnReached = lnSilenceSurvival(model, history, known * Math.exp(lnOdds));
  }
  for (let i = 0; i < mostSteps; i++) {
    const odds = Math.exp(lnOdds);
    const lnDensity = -shape * Math.log1p(odds) - k * Math.log1p(1 / odds) - lnNorm;
    const step = (lnReached - lnSurvival) / Math.exp(lnDensity - lnReached);
    lnOdds += step;
    lnReached = lnSilenceSurvival(model, history, known * Math.exp(lnOdds));
    if (Math.abs(step) < precision) break;
  }
  return known * Math.exp(lnOdds);
}
