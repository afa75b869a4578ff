import type { ChurnRiskChanged, SilenceDetected, StageChanged } from '@vilfredo/events';
import { dayWords, listed, short } from './words.js';

/** Why a silence is one to look after. */
export function silenceWords({ silentDays, cycleDays, survival }: SilenceDetected): string {
  if (cycleDays !== null && cycleDays !== undefined) {
    const every = dayWords(cycleDays).replace(/^1 day$/, 'day');
    return `Silent for ${dayWords(silentDays)}; usually buys every ${every.replace(/ days$/, '')}.`;
  }
  const inHundred = Math.max(1, Math.round(survival * 100));
  return `Silent for ${dayWords(silentDays)}: of a hundred who still are customers, ${inHundred} would be so for that long.`;
}

const termWords: Readonly<Record<string, string>> = {
  'satisfaction-class': 'falling satisfaction',
  complaints: 'complaints',
  effort: 'repeated contacts about one matter',
};

/** Why a risk is one to look after. */
export function riskWords({ from, to, toBand, parts }: ChurnRiskChanged): string {
  const drivers = parts
    .filter(({ name, logOdds = 0 }) => name !== 'base' && logOdds > 0)
    .sort((a, b) => (b.logOdds ?? 0) - (a.logOdds ?? 0))
    .map(({ name }) => termWords[name] ?? name.replaceAll('-', ' '));
  const because = drivers.length === 0 ? 'how long they have not bought' : listed(drivers);
  return `The risk of leaving ${movedTo(from ?? null, to ?? null)} ${toBand}; it comes mostly from ${because}.`;
}

function movedTo(from: number | null, to: number | null): string {
  if (to === null) return 'is';
  return from !== null && to > from
    ? `rose from ${short(from)} to ${short(to)}, which is`
    : `is ${short(to)}, which is`;
}

export function riskRelief({ to, toBand }: ChurnRiskChanged): string {
  if (to === null || to === undefined || toBand === null || toBand === undefined)
    return 'There is no risk of leaving to tell of any more.';
  return `The risk of leaving is down to ${short(to)}, which is ${toBand === 'watch' ? 'to be watched' : toBand}.`;
}

/** Why an interest is one to look after. The product is named by its key. */
export function recallWords({ product, to, probability }: StageChanged): string {
  const sure = Math.round(probability * 100);
  return `Asked about ${product.slice(0, 60)} and has not bought it since; at the stage of ${to}, ${sure} % sure.`;
}

export function recallRelief({ product, to }: StageChanged, hasFaded: boolean): string {
  const name = product.slice(0, 60);
  return hasFaded
    ? `The interest in ${name} has faded to the stage of ${to}.`
    : `Nothing is open about ${name} any more.`;
}
