import type { CustomerView } from '@vilfredo/scoring';
import { monthText, shortNumber } from './plain-numbers.js';

export type Satisfaction = NonNullable<CustomerView['satisfaction']>;
type Month = Satisfaction['months'][number];
type Told = Pick<Satisfaction, 'class' | 'status' | 'evidence' | 'flags' | 'months' | 'latest'>;

/** Four rated months make three decreases in a row. */
const monthsOfRun = 4;

/** How satisfied a customer is, in a sentence: the class, the months it rests on, and the latest rating. */
export function satisfactionWords(found: Told): string {
  return found.class === null ? unclassifiedWords(found) : `Class ${found.class}: ${classWords(found)}`;
}

/** What a class means, for a table of all four. */
export const classMeanings: Readonly<Record<1 | 2 | 3 | 4, string>> = {
  1: 'ratings fall month after month, and the latest is bad',
  2: 'ratings fall month after month, though the latest is good',
  3: 'ratings fell lately',
  4: 'ratings stay bad',
};

/** The sentence without its class, for where the class stands beside it. */
export function classWords({ class: found, evidence, months, latest }: Told): string {
  const now = latest === null ? '' : shortNumber(latest);
  switch (found) {
    case 1:
      return `${runWords(evidence, months)}, and the latest, ${now}, is bad`;
    case 2:
      return `${runWords(evidence, months)}, though the latest, ${now}, is good`;
    case 3:
      return `${fallWords(months)}; the latest is ${now}`;
    default:
      return `ratings stay low, ${months.slice(-3).map(monthWords).join(', ')}; the latest is ${now}`;
  }
}

function runWords(evidence: Told['evidence'], months: readonly Month[]): string {
  const run = months.slice(-monthsOfRun);
  const ends = endsWords(run[0], run.at(-1));
  return evidence === 'sparse'
    ? `ratings fell from each rated month to the next, ${ends}`
    : `ratings fell three months in a row, ${ends}`;
}

/** The latest fall from one rated month to the next. */
function fallWords(months: readonly Month[]): string {
  const at = months.findLastIndex(({ mean }, i) => i > 0 && mean < months[i - 1]!.mean);
  return `ratings fell ${endsWords(months[at - 1], months[at])}`;
}

function endsWords(first: Month | undefined, last: Month | undefined): string {
  if (first === undefined || last === undefined) return 'lately';
  const sameYear = first.month.slice(0, 4) === last.month.slice(0, 4);
  const begun = sameYear ? monthText(first.month).replace(/ \d+$/, '') : monthText(first.month);
  return `from ${shortNumber(first.mean)} in ${begun} to ${shortNumber(last.mean)} in ${monthText(last.month)}`;
}

function monthWords({ month, mean }: Month): string {
  return `${shortNumber(mean)} in ${monthText(month)}`;
}

function unclassifiedWords({ status, flags, months, latest }: Told): string {
  const last = months.at(-1);
  if (status === 'stale') {
    const when = last === undefined ? '' : `, in ${monthText(last.month)},`;
    return `No class: the latest rating${when} is too long ago to go by`;
  }
  const now = latest === null ? '' : `, ${shortNumber(latest)},`;
  if (flags.includes('watch-dissatisfied')) {
    return `No class, but to be watched: the latest rating${now} is bad`;
  }
  return `No class: the latest rating${now} is good enough, and ratings do not fall`;
}
