import { expectedPurchases } from '../purchases/expected-purchases.js';
import type { PurchaseModel, PurchaseRecord } from '../purchases/purchase-model.js';
import { expectedSpend, type SpendModel, type Spent } from './expected-spend.js';

export interface LifetimeRules {
  /** Share of the spend that is kept, 0-1. */
  readonly margin: number;
  /** Continuous rate per week. */
  readonly discountPerWeek: number;
  readonly stepWeeks: number;
  readonly steps: number;
}

/** A year of four-week steps at 15 % a year. */
export const shippedLifetimeRules: LifetimeRules = { margin: 1, discountPerWeek: 0.0027, stepWeeks: 4, steps: 13 };

export interface LifetimeValue {
  /** Purchase days within the horizon. */
  readonly purchases: number;
  readonly discountedPurchases: number;
  /** Per purchase, in the unit of the spend. */
  readonly expectedSpend: number;
  readonly value: number;
}

/** margin x sum over the steps of (purchases in the step) e^(-discount x weeks until its end) x expected spend. */
export function lifetimeValue(
  model: PurchaseModel,
  spendModel: SpendModel,
  record: PurchaseRecord,
  spent: Spent,
  { margin, discountPerWeek, stepWeeks, steps }: LifetimeRules = shippedLifetimeRules,
): LifetimeValue {
  let purchases = 0;
  let discountedPurchases = 0;
  for (let step = 1; step <= steps; step++) {
    const weeks = step * stepWeeks;
    const sofar = expectedPurchases(model, record, weeks * 7);
    discountedPurchases += (sofar - purchases) * Math.exp(-discountPerWeek * weeks);
    purchases = sofar;
  }
  const perPurchase = expectedSpend(spendModel, spent);
  const value = discountedPurchases === 0 ? 0 : margin * discountedPurchases * perPurchase;
  return { purchases, discountedPurchases, expectedSpend: perPurchase, value };
}
