import type { CustomerView } from '@vilfredo/scoring';
import { daysText, shareText, shortNumber } from './plain-numbers.js';

export type Silence = NonNullable<CustomerView['churn']>['silence'];

/** "Silent for 61 days, usually buys every 28: overdue". */
export function silenceWords({ state, silentDays, cycleDays }: Silence): string {
  return `Silent for ${daysText(silentDays)}, ${rhythmWords(cycleDays)}: ${stateWords(state)}`;
}

/** What the silence is worth as evidence, in a sentence. */
export function survivalWords({ survival }: Pick<Silence, 'survival'>): string {
  return `Of the customers like this one who come back, ${shareText(survival)} stay away for longer`;
}

/** How many times their usual gap they have been silent; null before there is a gap. */
export function timesOfCycle({ silentDays, cycleDays }: Pick<Silence, 'silentDays' | 'cycleDays'>): number | null {
  return cycleDays === null || cycleDays <= 0 ? null : silentDays / cycleDays;
}

function rhythmWords(cycleDays: number | null): string {
  if (cycleDays === null) return 'bought on one day only';
  const every = daysText(cycleDays).replace(/ days?$/, '');
  return every === '1' ? 'usually buys every day' : `usually buys every ${every} days`;
}

/** What a state of silence is called. */
export function stateWords(state: Silence['state']): string {
  switch (state) {
    case 'on-time':
      return 'on time';
    case 'very-overdue':
      return 'very overdue';
    case 'overdue':
      return 'overdue';
    default:
      return 'the policy does not watch silence';
  }
}

/** The same in few words, for a table. */
export function shortSilence({ silentDays, cycleDays }: Pick<Silence, 'silentDays' | 'cycleDays'>): string {
  const usual =
    cycleDays === null ? 'one day of purchase' : `usually ${shortNumber(cycleDays, cycleDays < 10 ? 1 : 0)}`;
  return `${daysText(silentDays)}, ${usual}`;
}
