import { type PurchaseModel, silenceSurvival } from '@vilfredo/scoring-model';
import type { SplitCustomer } from './purchase-days.js';

/** How often the chance of a longer silence fell below a threshold before a purchase came all the same. */
export interface GapShare {
  readonly below: number;
  /** What a model that knows all would come to is `below` itself. */
  readonly share: number;
}

export interface GapMeasures {
  readonly gaps: number;
  readonly shares: readonly GapShare[];
}

const thresholds = [0.1, 0.05, 0.02];
/** Before that, hardly anything is known of a customer's rhythm. */
const leastRepeats = 2;

/** Over all gaps that ended with a purchase, of customers with two repeat purchases before it. */
export function measureGaps(model: PurchaseModel, customers: readonly SplitCustomer[]): GapMeasures {
  const below = thresholds.map(() => 0);
  let gaps = 0;
  for (const { before, after } of customers) {
    const days = [...before, ...after];
    for (let i = leastRepeats + 1; i < days.length; i++) {
      const history = { x: i - 1, tx: days[i - 1]! - days[0]! };
      const survival = silenceSurvival(model, history, days[i]! - days[i - 1]!);
      gaps++;
      for (const [at, threshold] of thresholds.entries()) if (survival < threshold) below[at]!++;
    }
  }
  return {
    gaps,
    shares: thresholds.map((threshold, at) => ({ below: threshold, share: gaps === 0 ? 0 : below[at]! / gaps })),
  };
}
