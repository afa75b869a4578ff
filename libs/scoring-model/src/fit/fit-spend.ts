import { lnGamma, lnGammaRatio } from '../purchases/log-gamma.js';
import type { SpendModel, Spent } from '../spend/expected-spend.js';
import { nelderMeadFrom } from './nelder-mead.js';

export interface SpendFit {
  readonly model: SpendModel;
  readonly customers: number;
  readonly logLikelihood: number;
}

/** Bounds of p, of q - 1, so that the mean of all customers exists, and of gamma in means of all. */
const bounds = [
  [1e-3, 1e5],
  [1e-3, 1e5],
  [1e-6, 1e6],
] as const;

/** p, q - 1 and gamma in means of all, from which the search begins. */
const starts: readonly (readonly number[])[] = [
  [6.25, 2.74, 0.44],
  [1, 1, 1],
  [20, 10, 0.5],
];

/**
 * Fits Gamma-Gamma by maximum likelihood; yields after each step of the search, so that its owner may do something else.
 * @param observed not empty; each with a purchase and a mean of more than 0
 */
export function* fitSpend(observed: readonly Spent[]): Generator<unknown, SpendFit> {
  const customers = observed.length;
  const unit = observed.reduce((sum, { mean }) => sum + mean, 0) / customers;
  const modelAt = (at: readonly number[]): SpendModel => {
    const [p, above, gamma] = at.map((x, i) => Math.min(bounds[i]![1], Math.max(bounds[i]![0], Math.exp(x))));
    return { p: p!, q: 1 + above!, gamma: gamma! * unit };
  };
  const cost = (at: readonly number[]) => -spendLogLikelihood(modelAt(at), observed) / customers;
  const { at, value } = yield* nelderMeadFrom(
    cost,
    starts.map((start) => start.map(Math.log)),
  );
  return { model: modelAt(at), customers, logLikelihood: -value * customers };
}

/**
 * ln of the likelihood of customers' mean spends (Fader & Hardie 2013, equation 1a): with x purchases of m on average,
 * ln gamma(px + q) - ln gamma(px) - ln gamma(q) + q ln g + (px - 1) ln m + px ln x - (px + q) ln(g + m x).
 */
export function spendLogLikelihood({ p, q, gamma }: SpendModel, observed: readonly Spent[]): number {
  let sum = 0;
  for (const { purchases: x, mean } of observed) {
    const px = p * x;
    sum += lnGammaRatio(px, q) + (px - 1) * Math.log(mean) + px * Math.log(x) - (px + q) * Math.log(gamma + mean * x);
  }
  return sum + observed.length * (q * Math.log(gamma) - lnGamma(q));
}
