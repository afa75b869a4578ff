import type { Policy } from '@vilfredo/events';

/** For how many days facts of each kind are kept. */
export interface Retention {
  readonly ratings: number;
  readonly complaints: number;
  /** Contacts about matters, and transfers. */
  readonly efforts: number;
  readonly signals: number;
}

/** After so many half-lives less than a thousandth is left. */
const halfLives = 10;
const longestMonth = 31;
/** What was rated last, and which cases are open, is shown for a while though no class or risk rests on it any more. */
const shown = { ratings: 800, complaints: 400 } as const;
/** Nothing is kept for longer than ten years, whatever the policy. */
const most = 3_650;

/** As long as what happened can make a difference by the rules of a policy: windows wholly, and what fades until it is gone. */
export function retentionUnder({
  satisfaction,
  churn,
  stages,
}: Pick<Policy, 'satisfaction' | 'churn' | 'stages'>): Retention {
  const { complaints, effort } = churn;
  // The month of the latest rating counts from its first day to its last.
  const ratedDays = (satisfaction.freshMonths + satisfaction.sparseSpan + 1) * longestMonth;
  const bounded = (days: number) => Math.min(most, Math.ceil(days));
  return {
    ratings: bounded(Math.max(shown.ratings, ratedDays)),
    complaints: bounded(
      Math.max(shown.complaints, halfLives * complaints.halfLifeDays + complaints.repeatedWithinDays),
    ),
    efforts: bounded(halfLives * effort.halfLifeDays + effort.repeatedWithinDays),
    signals: bounded(halfLives * stages.halfLifeDays + stages.recallAfterDays),
  };
}

/** Whether of any kind more is kept than before. */
export function isLonger(retention: Retention, before: Retention): boolean {
  return (Object.keys(retention) as (keyof Retention)[]).some((kind) => retention[kind] > before[kind]);
}
