import { expectedRepeatPurchases } from '../purchases/expected-purchases.js';
import { logLikelihood, type ObservedPurchases } from '../purchases/log-likelihood.js';
import { noDropoutFrom, type PurchaseModel, shippedModel } from '../purchases/purchase-model.js';
import { nelderMeadFrom } from './nelder-mead.js';

/** Customers with the same record, and what their gaps have together. */
export interface PurchaseGroup extends ObservedPurchases {
  readonly customers: number;
}

/** A model fitted to customers by maximum likelihood. */
export interface PurchaseFit {
  readonly model: PurchaseModel;
  readonly customers: number;
  /** Of all of them together, with densities per day. */
  readonly logLikelihood: number;
}

/** Regularities that are tried. */
export const triedRegularities: readonly number[] = [1, 2, 3, 4, 6, 8, 12];

/** Below so many customers a fit says more about chance than about them: the shipped model serves until then. */
export const leastFitted = 200;

/** Bounds of r, alpha (days), a and b; b at its own means that nobody leaves. */
const bounds = [
  [1e-3, 1e3],
  [1e-3, 1e6],
  [1e-6, noDropoutFrom],
  [1e-4, noDropoutFrom],
] as const;

/** r, alpha per regularity of 1, a and b from which the search begins: the shipped model, and two away from it on either side. */
const starts: readonly (readonly number[])[] = [
  [shippedModel.r, shippedModel.alpha, shippedModel.a, shippedModel.b],
  [2, 4 * shippedModel.alpha, 0.3, 1],
  [0.2, shippedModel.alpha / 3, 1, 6],
];

/** Takes customers with the same record together; the order of the groups is that of their first members. */
export function groupPurchases(customers: Iterable<ObservedPurchases>): PurchaseGroup[] {
  const groups = new Map<string, PurchaseGroup>();
  for (const { x, tx, T, sumOfLnGaps = 0 } of customers) {
    const key = `${x} ${tx} ${T}`;
    const known = groups.get(key);
    groups.set(key, {
      ...{ x, tx, T },
      customers: (known?.customers ?? 0) + 1,
      sumOfLnGaps: (known?.sumOfLnGaps ?? 0) + sumOfLnGaps,
    });
  }
  return [...groups.values()];
}

/**
 * Fits MBG/CNBD-k by maximum likelihood, with each regularity and from each start, and keeps the likeliest. Where its k is not
 * 1, `scale` makes the purchases it expects of newcomers, over each one's own time, those that there were.
 * Yields after each step of the search, so that its owner may do something else in between.
 * @param groups together at least `leastFitted` customers; the owner sees to that
 */
export function* fitPurchases(
  groups: readonly PurchaseGroup[],
  regularities: readonly number[] = triedRegularities,
): Generator<unknown, PurchaseFit> {
  const customers = groups.reduce((sum, group) => sum + group.customers, 0);
  let best: PurchaseFit | undefined;
  for (const k of regularities) {
    const cost = (at: readonly number[]) => -groupedLogLikelihood(modelAt(k, at), groups) / customers;
    const begun = starts.map(([r, alpha, a, b]) => [r!, alpha! / k, a!, b!].map(Math.log));
    const { at, value } = yield* nelderMeadFrom(cost, begun);
    const logLikelihood = -value * customers;
    if (best === undefined || logLikelihood > best.logLikelihood)
      best = { model: modelAt(k, at), customers, logLikelihood };
  }
  return { ...best!, model: rescaled(best!.model, groups) };
}

/** ln of the likelihood of all customers' purchases. */
export function groupedLogLikelihood(model: PurchaseModel, groups: readonly PurchaseGroup[]): number {
  let [sum, lnGaps] = [0, 0];
  for (const { x, tx, T, customers, sumOfLnGaps = 0 } of groups) {
    sum += customers * logLikelihood(model, { x, tx, T });
    lnGaps += sumOfLnGaps;
  }
  // What the gaps of a group add is a sum over its members, of which the likelihood of one was told nothing.
  return sum + (model.k - 1) * lnGaps;
}

function modelAt(k: number, at: readonly number[]): PurchaseModel {
  const [r, alpha, a, b] = at.map((x, i) => Math.min(bounds[i]![1], Math.max(bounds[i]![0], Math.exp(x))));
  return { k, r: r!, alpha: alpha!, a: a!, b: b! };
}

function rescaled(model: PurchaseModel, groups: readonly PurchaseGroup[]): PurchaseModel {
  if (model.k === 1) return model;
  let [expected, actual] = [0, 0];
  for (const { x, T, customers } of groups) {
    expected += customers * expectedRepeatPurchases(model, T);
    actual += customers * x;
  }
  return expected === 0 || actual === 0 ? model : { ...model, scale: actual / expected };
}
