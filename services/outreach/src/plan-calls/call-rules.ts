import { type AlertSeverity, type CallPolicy, sectionsOfVersion2 } from '@vilfredo/events';

/** By what the call list is made: who may be called, from the policy, and how much each reason needs a call, 0-1. */
export interface CallRules {
  readonly calls: CallPolicy;
  readonly needs: Needs;
  /** Grows with every change of the rules; 0 before the first policy. */
  readonly number: number;
}

export interface Needs {
  readonly alert: Readonly<Record<AlertSeverity, number>>;
  readonly silence: { readonly overdue: number; readonly 'very-overdue': number };
  readonly satisfaction: Readonly<Record<1 | 2 | 3 | 4, number>>;
  /** Times the probability of the stage. */
  readonly recall: number;
  readonly callBack: number;
  /** A churn risk of 100; a lower one in proportion. */
  readonly risk: number;
}

/** Ours. */
export const shippedNeeds: Needs = {
  alert: { critical: 1, serious: 0.8, warning: 0.6, info: 0.4 },
  silence: { overdue: 0.5, 'very-overdue': 0.7 },
  satisfaction: { 1: 0.9, 2: 0.6, 3: 0.5, 4: 0.7 },
  recall: 0.4,
  callBack: 1,
  risk: 1,
};

/** What stands for the value of somebody of whom neither a value score nor a qualification is known. */
export const unknownValue = 10;

/** The rules before any policy is known. */
export const shippedRules: CallRules = { calls: sectionsOfVersion2.calls, needs: shippedNeeds, number: 0 };

export const hourMs = 3_600_000;
export const dayMs = 86_400_000;
