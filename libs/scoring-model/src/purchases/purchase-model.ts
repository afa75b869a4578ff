/**
 * MBG/CNBD-k: customers buy at gaps that are Erlang-k with a rate of their own (gamma: `r`, `alpha`), and after every
 * purchase day, the first included, may leave for good with a probability of their own (beta: `a`, `b`).
 * Batislam, Denizel & Filiztekin (2007) for k = 1; Platzer & Reutterer (2016) for larger k, which need not be whole.
 * The unit of time is whatever `alpha` is stated in; the product states it in days.
 */
export interface PurchaseModel {
  /** Regularity of the gaps: 1 is chance, larger is clockwork. More than 0. */
  readonly k: number;
  readonly r: number;
  /** Days. */
  readonly alpha: number;
  readonly a: number;
  readonly b: number;
  /** What expected purchases are multiplied by so that those of the fitted cohort add up; 1 when absent. For k other than 1. */
  readonly scale?: number;
}

/** What a customer's purchase days say of their rhythm. */
export interface PurchaseHistory {
  /** Repeat purchase days: same-day orders merged, the first day excluded. */
  readonly x: number;
  /** Days from the first to the latest purchase; 0 without a repeat. */
  readonly tx: number;
}

export interface PurchaseRecord extends PurchaseHistory {
  /** Days from the first purchase to now. */
  readonly T: number;
}

/** From here on `b` counts as at its bound, and so does `a` where it is next to nothing: the fit found nobody who leaves. */
export const noDropoutFrom = 1e4;
const noDropoutUpTo = 1e-9;

/** Used until there are 200 customers to fit: the estimates on CDNOW, k = 1, alpha 6.183 weeks. */
export const shippedModel: PurchaseModel = { k: 1, r: 0.525, alpha: 6.183 * 7, a: 0.891, b: 1.614 };

/** Whether the model knows of customers who leave. Where not, P(alive) is 1 and silence alone says something. */
export function mayDropOut({ a, b }: PurchaseModel): boolean {
  return a > noDropoutUpTo && b < noDropoutFrom;
}

/** Days without a purchase so far; 0 when the clock stands before the latest purchase. */
export function silenceOf({ tx, T }: PurchaseRecord): number {
  return Math.max(0, T - tx);
}
