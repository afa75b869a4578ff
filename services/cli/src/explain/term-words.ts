import type { CustomerView } from '@vilfredo/scoring';
import { daysText, shareText, shortNumber } from './plain-numbers.js';
import { classWords } from './satisfaction-words.js';

export type Churn = NonNullable<CustomerView['churn']>;
export type Term = Churn['terms'][number];

const titles: Readonly<Record<string, string>> = {
  base: 'rhythm and silence',
  'satisfaction-class': 'satisfaction',
  complaints: 'complaints',
  effort: 'effort',
};

/** What a term of the churn risk is called. */
export function termTitle(name: string): string {
  return titles[name] ?? name.replaceAll('-', ' ');
}

/** What a term of the churn risk says, in words. */
export function termWords(
  { name, logOdds, causes }: Term,
  { churn, satisfaction }: Pick<CustomerView, 'satisfaction'> & { readonly churn: Churn },
): string {
  switch (name) {
    case 'base':
      return baseWords(churn);
    case 'satisfaction-class':
      if (logOdds === 0) return 'no satisfaction class, and so nothing to add';
      return satisfaction === null || satisfaction.class === null ? 'a satisfaction class' : classWords(satisfaction);
    case 'complaints':
      if (logOdds === 0) return 'no complaint on record';
      return `${counted(causes.length, 'complaint')}, weighing less with time, with loyalty and once settled well`;
    case 'effort':
      if (logOdds === 0) return 'no matter brought up twice within days, and nobody passed on';
      return `had to ask again or was passed on ${times(causes.length)}, which weighs less with time`;
    default:
      return termTitle(name);
  }
}

/** The chance from the rhythm alone. */
export function baseWords({ pActive, horizonDays }: Pick<Churn, 'pActive' | 'horizonDays'>): string {
  return `by their rhythm, they buy within the next ${daysText(horizonDays)} with a chance of ${shareText(pActive)}`;
}

/** "1 complaint", "2 complaints". */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString('en-GB')} ${count === 1 ? one : many}`;
}

/** "once", "3 times". */
export function times(count: number): string {
  return count === 1 ? 'once' : `${shortNumber(count)} times`;
}
