import { expectedByQuadrature } from './expected-by-quadrature.js';
import { mayDropOut, type PurchaseModel, type PurchaseRecord, silenceOf } from './purchase-model.js';
import { pAlive } from './still-a-customer.js';

/** Beyond this share of the horizon in all time the series takes thousands of terms, and the integral is used. */
const seriesUpTo = 0.98;
/** The largest term over the result that leaves ten digits of sixteen. */
const mostCancelled = 1e5;

/**
 * Purchase days to expect of the customer within the next `days`.
 * k = 1, with z = t / (alpha + T + t): (a + b + x) / (a - 1) [1 - (1 - z)^(a - 1) 2F1(a + b - r, a - 1; a + b + x; z)]
 * P(alive) (Batislam et al. 2007, after Euler's transformation). Where nobody leaves: (r + x) t / (alpha + T).
 * Other k: the same with k alpha, times the model's `scale` (Platzer & Reutterer 2016); P(alive) is that of k.
 */
export function expectedPurchases(model: PurchaseModel, record: PurchaseRecord, days: number): number {
  if (days <= 0) return 0;
  const scale = model.scale ?? 1;
  const { x, tx } = record;
  const known = model.k * model.alpha + tx + silenceOf(record);
  if (!mayDropOut(model)) return (scale * (model.r + x) * days) / known;
  const odds = days / known;
  const bySeries = days / (known + days) <= seriesUpTo ? expectedBySeries(model, x, odds) : null;
  return scale * pAlive(model, record) * (bySeries ?? expectedByQuadrature(model, x, odds));
}

/** Repeat purchase days to expect of a newcomer within `days` of their first purchase. */
export function expectedRepeatPurchases(model: PurchaseModel, days: number): number {
  return expectedPurchases(model, { x: 0, tx: 0, T: 0 }, days);
}

/**
 * Given that the customer is alive; `odds` is t / (alpha + T).
 * The factor a - 1 of 2F1 - 1 is cancelled against the one below, so that nothing happens at a = 1.
 * @returns null when terms of both signs cancel so far that fewer than ten digits are left
 */
function expectedBySeries({ r, a, b }: PurchaseModel, x: number, odds: number): number | null {
  const z = odds / (1 + odds);
  const lnRest = -Math.log1p(odds);
  const p = a + b - r;
  const u = a - 1;
  const c = a + b + x;
  let term = (p / c) * z;
  let series = term;
  let largestSquare = term * term;
  for (let n = 1; term * term > 1e-34 * series * series; n++) {
    term *= (((p + n) * (u + n)) / ((c + n) * (n + 1))) * z;
    series += term;
    if (term * term > largestSquare) largestSquare = term * term;
  }
  const head = u === 0 ? lnRest : Math.expm1(u * lnRest) / u;
  const share = -head - Math.exp(u * lnRest) * series;
  return Math.exp(u * lnRest) * Math.sqrt(largestSquare) > mostCancelled * share ? null : c * share;
}
