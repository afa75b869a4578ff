import type { Channel, Purpose, PurposeRule } from '@vilfredo/events';

/** What a rule can look at. */
export interface PurposeClues {
  readonly source: string;
  readonly channel: Channel;
  readonly direction: 'in' | 'out';
  /** Whether it carries a complaint, or a signal of interest. */
  readonly complaint: boolean;
  readonly interest: boolean;
  /** Whether it was with somebody who never bought. */
  readonly prospect: boolean;
}

const clueNames = ['source', 'channel', 'direction', 'complaint', 'interest', 'prospect'] as const;

/** The function that a contact belongs to where its source does not say: that of the first rule that fits, else service. */
export function purposeOf(clues: PurposeClues, rules: readonly PurposeRule[]): Purpose {
  const fits = (rule: PurposeRule) =>
    clueNames.every((name) => rule[name] === undefined || rule[name] === null || rule[name] === clues[name]);
  return rules.find(fits)?.purpose ?? 'service';
}

/** Whether it takes knowing if they ever bought. */
export function isProspectAsked(clues: Omit<PurposeClues, 'prospect'>, rules: readonly PurposeRule[]): boolean {
  return purposeOf({ ...clues, prospect: true }, rules) !== purposeOf({ ...clues, prospect: false }, rules);
}
