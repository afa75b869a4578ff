import { lnGamma, lnGammaRatio } from './log-gamma.js';
import { mayDropOut, type PurchaseModel, type PurchaseRecord, silenceOf } from './purchase-model.js';
import { lnSilenceSurvival } from './silence-survival.js';

export interface ObservedPurchases extends PurchaseRecord {
  /** Sum of ln(days) over the x gaps. Enters for k other than 1; taken for 0 when absent. */
  readonly sumOfLnGaps?: number;
}

/**
 * ln of the likelihood of one customer's purchases (density per day for each repeat purchase).
 * ln gamma(r + kx) / gamma(r) + r ln alpha - (r + kx) ln(alpha + tx) + (k - 1) sum ln gap - x ln gamma(k)
 * + ln [B(a, b + x + 1) S(g) + B(a + 1, b + x)] / B(a, b); the last is ln S(g) where nobody leaves.
 */
export function logLikelihood(model: PurchaseModel, observed: ObservedPurchases): number {
  const { k, r, alpha, a, b } = model;
  const { x, tx, sumOfLnGaps = 0 } = observed;
  const timing = lnGammaRatio(r, k * x) + r * Math.log(alpha) - (r + k * x) * Math.log(alpha + tx);
  const regularity = k === 1 ? 0 : (k - 1) * sumOfLnGaps - x * lnGamma(k);
  const lnSurvival = lnSilenceSurvival(model, observed, silenceOf(observed));
  if (!mayDropOut(model)) return timing + regularity + lnSurvival;
  const staying = lnGammaRatio(b, x) - lnGammaRatio(a + b, x + 1);
  return timing + regularity + staying + Math.log((b + x) * Math.exp(lnSurvival) + a);
}
