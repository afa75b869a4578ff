export type SilenceState = 'on-time' | 'overdue' | 'very-overdue';

/** Chances of a longer silence, below which a silence is told. */
export interface SilenceRules {
  readonly overdueBelow: number;
  readonly veryOverdueBelow: number;
}

export const shippedSilenceRules: SilenceRules = { overdueBelow: 0.1, veryOverdueBelow: 0.05 };

/** @param survival S(g): the chance that a customer who is still with us stays silent longer than this one did */
export function silenceState(survival: number, rules: SilenceRules = shippedSilenceRules): SilenceState {
  if (survival < rules.veryOverdueBelow) return 'very-overdue';
  return survival < rules.overdueBelow ? 'overdue' : 'on-time';
}
