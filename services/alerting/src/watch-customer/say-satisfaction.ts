import type { RatedMonth, SatisfactionClassChanged } from '@vilfredo/events';
import { countWords, listed, monthWords, short } from './words.js';

/** Why a satisfaction class is one to look after, in a sentence. */
export function satisfactionWords(change: SatisfactionClassChanged): string {
  const months = monthsNamed(change);
  const [first, last] = [months[0], months.at(-1)];
  const latest = change.latest === null || change.latest === undefined ? null : short(change.latest);
  if (first === undefined || last === undefined) return `Satisfaction class ${change.to}.`;
  const withYear = first.month.slice(0, 4) !== last.month.slice(0, 4);
  const when = ({ month }: RatedMonth) => monthWords(month, withYear);
  const ends = `from ${short(first.mean)} in ${when(first)} to ${short(last.mean)} in ${when(last)}`;
  if (change.to === 4) {
    const low = latest === null ? '' : `, and the latest is ${latest}`;
    return `Ratings stay low, ${listed(months.map((one) => `${short(one.mean)} in ${when(one)}`))}${low}.`;
  }
  if (change.to === 3) return `Ratings fell ${ends}${latest === null ? '' : `; the latest is ${latest}`}.`;
  const run =
    change.evidence === 'sparse'
      ? `from each of ${countWords(months.length)} rated months to the next`
      : `${countWords(months.length - 1)} months in a row`;
  const then = change.to === 1 ? ', and the latest is' : ', though the latest is';
  return `Ratings fell ${run}, ${ends}${latest === null ? '' : `${then} ${latest}`}.`;
}

/** Why a satisfaction class is none any more, or a better one. */
export function satisfactionRelief(change: SatisfactionClassChanged): string {
  if (change.status === 'stale') return 'No rating has come for so long that nothing is known of their satisfaction.';
  const latest = change.latest === null || change.latest === undefined ? '' : `; the latest is ${short(change.latest)}`;
  if (change.to === null || change.to === undefined) return `Ratings fall no longer${latest}.`;
  return `Satisfaction is class ${change.to} now${latest}.`;
}

/** The months that the class names; all that are told where its parts name none. */
function monthsNamed({ parts, months }: SatisfactionClassChanged): readonly RatedMonth[] {
  const named = new Set(parts.map(({ name }) => name));
  const found = months.filter(({ month }) => named.has(month));
  return found.length > 0 ? found : months;
}
