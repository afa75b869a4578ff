/** Gamma-Gamma (Fader & Hardie 2013, note 025): orders vary around a customer's own mean, and the means between customers. */
export interface SpendModel {
  readonly p: number;
  /** More than 1: else the mean of all customers does not exist. */
  readonly q: number;
  /** In the unit of spend. */
  readonly gamma: number;
}

/** What somebody spent so far. */
export interface Spent {
  readonly purchases: number;
  /** Per purchase, in the unit of spend; whatever where there is none. */
  readonly mean: number;
}

/** The published estimates on CDNOW, in dollars. */
export const shippedSpendModel: SpendModel = { p: 6.25, q: 3.74, gamma: 15.44 };

/** A model of the same shape for customers who spend `mean` per order on average, in whatever unit that is. */
export function spendModelAround(mean: number, shape: SpendModel = shippedSpendModel): SpendModel {
  return { ...shape, gamma: (mean * (shape.q - 1)) / shape.p };
}

/**
 * What the customer's orders to come will be worth on average: p (gamma + x m) / (p x + q - 1) after x purchases of m on
 * average: their own mean drawn towards everybody's, the less the more purchases there are. After none it is everybody's.
 */
export function expectedSpend({ p, q, gamma }: SpendModel, { purchases: x, mean }: Spent): number {
  const weight = p * x + q - 1;
  return weight > 0 ? (p * (gamma + x * mean)) / weight : Number.POSITIVE_INFINITY;
}
