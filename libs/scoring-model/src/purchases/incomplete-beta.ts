import { lnBeta } from './log-gamma.js';

const tiny = 1e-300;
const precision = 1e-16;
const mostTerms = 100_000;

/**
 * ln of the regularised incomplete beta function I_y(p, q) at y = 1 / (1 + odds), for p, q, odds > 0.
 * Continued fraction of DLMF 8.17.22 on the side of the mean where it converges fast; in logarithms, so that it never
 * underflows.
 */
export function lnIncompleteBeta(odds: number, p: number, q: number): number {
  const lnY = -Math.log1p(odds);
  const lnRest = -Math.log1p(1 / odds);
  const lnFront = p * lnY + q * lnRest - lnBeta(p, q);
  const y = 1 / (1 + odds);
  if (y < (p + 1) / (p + q + 2)) return lnFront + Math.log(continuedFraction(p, q, y) / p);
  const beyond = (Math.exp(lnFront) * continuedFraction(q, p, odds / (1 + odds))) / q;
  return beyond < 1 ? Math.log1p(-beyond) : Number.NEGATIVE_INFINITY;
}

/** By Lentz's method; takes about sqrt(max(p, q)) terms. */
function continuedFraction(p: number, q: number, y: number): number {
  let c = 1;
  let d = 1 / awayFromZero(1 - ((p + q) * y) / (p + 1));
  let value = d;
  for (let m = 1; m <= mostTerms; m++) {
    const even = (m * (q - m) * y) / ((p + 2 * m - 1) * (p + 2 * m));
    d = 1 / awayFromZero(1 + even * d);
    c = awayFromZero(1 + even / c);
    value *= d * c;
    const odd = (-(p + m) * (p + q + m) * y) / ((p + 2 * m) * (p + 2 * m + 1));
    d = 1 / awayFromZero(1 + odd * d);
    c = awayFromZero(1 + odd / c);
    value *= d * c;
    if (Math.abs(d * c - 1) <= precision) break;
  }
  return value;
}

function awayFromZero(value: number): number {
  return Math.abs(value) < tiny ? tiny : value;
}
