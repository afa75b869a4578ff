import type { Policy, RatedMonth } from '@vilfredo/events';
import { type Calendar, raterIndex, type Satisfaction, satisfactionOf } from '@vilfredo/scoring-model';
import { answerNames } from '../contact-facts/add-contact.js';
import type { ContactFacts, Rating } from '../contact-facts/contact-facts.js';
import { monthOf, monthText } from './months.js';

/** How satisfied a customer is, and what that rests on. */
export interface AssessedSatisfaction extends Omit<Satisfaction, 'months' | 'named'> {
  readonly months: readonly RatedMonth[];
  /** The months, of those, that the class rests on, with the ratings of each; the newest rating last. */
  readonly named: readonly { readonly month: string; readonly mean: number; readonly causes: readonly string[] }[];
  /** RATER index over the ratings of these months, 0-100 to the tenth; null without ratings. */
  readonly rater: number | null;
  readonly coverage: readonly string[];
}

/** Of most customers no rating is known: whatever the instant and the rules, that comes to the same. */
const unrated: AssessedSatisfaction = { ...satisfactionOf([], 0), months: [], named: [], rater: null, coverage: [] };

/** The satisfaction class as of an instant (epoch ms), by the policy's rules. */
export function assessSatisfaction(
  { ratings }: Pick<ContactFacts, 'ratings'>,
  asOf: number,
  { satisfaction: rules }: Pick<Policy, 'satisfaction'>,
  calendar: Calendar,
): AssessedSatisfaction {
  if (ratings.length === 0) return unrated;
  const rated = ratings
    .filter(({ time }) => time <= asOf)
    .map((rating) => ({ ...rating, month: monthOf(rating.time, calendar), value: onFive(rating, rules.weights) }));
  const found = satisfactionOf(rated, monthOf(asOf, calendar), rules);
  const months = new Set(found.months.map(({ month }) => month));
  return {
    ...found,
    latest: found.latest === null ? null : thousandths(found.latest),
    months: found.months.map(({ month, mean, n }) => ({ month: monthText(month), mean: thousandths(mean), n })),
    named: found.months
      .filter(({ month }) => found.named.includes(month))
      .map(({ month, mean }) => ({
        month: monthText(month),
        mean: thousandths(mean),
        causes: rated.filter((rating) => rating.month === month).map(({ event }) => event),
      })),
    ...indexOver(
      rated.filter(({ month }) => months.has(month)),
      rules.weights,
    ),
  };
}

/** One rating on 1-5: its overall answer, or the weighted mean of the dimensions that were answered. */
function onFive({ answers }: Rating, weights: Policy['satisfaction']['weights']): number {
  const [overall] = answers;
  return overall ?? raterIndex(dimensionsOf(answers), weights)?.weighted ?? 1;
}

function dimensionsOf(answers: Rating['answers']): Record<string, number> {
  const dimensions: Record<string, number> = {};
  for (const [i, name] of answerNames.entries()) if (i > 0 && answers[i] != null) dimensions[name] = answers[i];
  return dimensions;
}

/** One overall score is the same as one with a single dimension. */
function indexOver(ratings: readonly Rating[], weights: Policy['satisfaction']['weights']) {
  const means: (number | null)[] = answerNames.map((_, i) => {
    const answers = ratings.flatMap((rating) => rating.answers[i] ?? []).sort((a, b) => a - b);
    return answers.length === 0 ? null : answers.reduce((sum, answer) => sum + answer, 0) / answers.length;
  });
  const index = raterIndex(dimensionsOf(means), weights);
  if (index !== null) return { rater: tenths(index.index), coverage: index.answered };
  const [overall] = means;
  return {
    rater: overall == null ? null : tenths(((overall - 1) / 4) * 100),
    coverage: overall == null ? [] : ['overall'],
  };
}

function thousandths(value: number): number {
  return Math.round(value * 1_000) / 1_000;
}

function tenths(value: number): number {
  return Math.round(value * 10) / 10;
}
