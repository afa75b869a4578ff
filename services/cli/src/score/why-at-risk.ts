import type { CustomerView } from '@vilfredo/scoring';
import { classWords } from '../explain/satisfaction-words.js';
import { silenceWords } from '../explain/silence-words.js';
import { baseWords, type Churn, type Term, termTitle, times } from '../explain/term-words.js';

/** Why a customer may leave, in a sentence: what counts most of silence, satisfaction, complaints and effort. */
export function whyAtRisk({
  churn,
  satisfaction,
}: Pick<CustomerView, 'satisfaction'> & { readonly churn: Churn }): string {
  const isSilent = churn.silence.state === 'overdue' || churn.silence.state === 'very-overdue';
  const telling = churn.terms.filter(({ name, logOdds }) => name !== 'base' && logOdds > 0);
  const reasons = [
    ...(isSilent ? [silenceWords(churn.silence)] : []),
    ...(satisfaction?.class == null ? [] : [classWords(satisfaction)]),
    ...telling.filter(({ name }) => name !== 'satisfaction-class').map(shortTerm),
  ];
  return sentence(reasons.length === 0 ? [baseWords(churn)] : reasons);
}

/** Parts as one sentence with a capital and a full stop. */
export function sentence(parts: readonly string[]): string {
  const [first = '', ...rest] = parts;
  return `${[first.charAt(0).toUpperCase() + first.slice(1), ...rest].join('; ')}.`;
}

function shortTerm({ name, causes }: Term): string {
  switch (name) {
    case 'complaints':
      return `complained ${times(causes.length)}`;
    case 'effort':
      return `had to ask again or was passed on ${times(causes.length)}`;
    default:
      return termTitle(name);
  }
}
