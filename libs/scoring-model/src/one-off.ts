import { type CutOff, isWithin } from './cut-off.js';

export interface OneOffRule {
  readonly largestShare: number;
  readonly fewerDaysThan: number;
  readonly leaveLargestOutShare: number;
}

export interface Spending {
  readonly id: string;
  /** Amount of the window, and of its largest purchase day, in minor units. */
  readonly amount: number;
  readonly largestDay: number;
  readonly purchaseDays: number;
}

export type OneOffReason = 'largest-day' | 'small-without-largest';

/**
 * Why the customer's place is owed to a single purchase; null when it is not.
 * `largest-day`: one day makes up most of the amount and there are few purchase days.
 * `small-without-largest`: in the top by amount, but not near it in the ranking that leaves each one's largest day out.
 */
export function oneOffReason(
  rule: OneOffRule,
  cuts: { readonly topByAmount: CutOff | null; readonly withoutLargest: CutOff | null },
  spending: Spending,
): OneOffReason | null {
  if (spending.amount <= 0) return null;
  if (spending.largestDay >= rule.largestShare * spending.amount && spending.purchaseDays < rule.fewerDaysThan) {
    return 'largest-day';
  }
  const inTop = isWithin(cuts.topByAmount, byAmount(spending));
  return inTop && !isWithin(cuts.withoutLargest, byRemainder(spending)) ? 'small-without-largest' : null;
}

export function byAmount(spending: Spending): CutOff {
  return { measure: spending.amount, tieBreak: 0, id: spending.id };
}

export function byRemainder(spending: Spending): CutOff {
  return { measure: spending.amount - spending.largestDay, tieBreak: 0, id: spending.id };
}
