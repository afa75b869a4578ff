import { lifetimeValue, pAlive } from '@vilfredo/scoring-model';
import type { CustomerFacts } from '../customer-facts/customer-facts.js';
import { digitsOf } from '../customer-facts/money-in.js';
import type { Era } from '../score-customers/era.js';
import { rhythmOf } from '../silence/rhythm.js';
import type { Member } from './population-cutoffs.js';

/** A year in steps of four weeks. */
const steps = { stepWeeks: 4, steps: 13 } as const;
/** How far ahead expectations look. */
export const horizonDays = steps.stepWeeks * steps.steps * 7;

/** What the models expect of a customer within the horizon. */
export interface Expectation {
  readonly pAlive: number;
  /** Purchase days. */
  readonly purchases: number;
  /** Per purchase day, in the currency's major unit. */
  readonly spend: number;
  /** All of them together at their worth today, in the same unit. */
  readonly clv: number;
}

/** What the customer can be expected to bring, by the policy's models, as of a moment (epoch ms); null for who never bought. */
export function expectationOf(
  facts: CustomerFacts,
  { amount, purchaseDays }: Pick<Member, 'amount' | 'purchaseDays'>,
  asOf: number,
  { policy, open }: Pick<Era, 'policy' | 'open'>,
): Expectation | null {
  const { latest } = facts;
  if (latest === null) return null;
  const rhythm = rhythmOf(facts.days, policy, open);
  const { x, tx, model } = rhythm;
  const record = { x, tx, T: tx + open.elapsed(latest.time, asOf) };
  const perDay = purchaseDays === 0 ? 0 : Math.max(0, amount) / purchaseDays;
  const meanSpend = perDay / 10 ** digitsOf(facts, policy.currency);
  const { p, q, gamma, margin, discountPerWeek } = policy.spend;
  const found = lifetimeValue(model, { p, q, gamma }, record, meanSpend, { margin, discountPerWeek, ...steps });
  return { pAlive: pAlive(model, record), purchases: found.purchases, spend: found.expectedSpend, clv: found.value };
}

/** The same as it is shown. */
export function shownExpectation({ pAlive, purchases, spend, clv }: Expectation, digits: number) {
  return {
    pAlive: Math.round(pAlive * 1e4) / 1e4,
    purchases: Math.round(purchases * 100) / 100,
    spend: spend.toFixed(digits),
    clv: clv.toFixed(digits),
    horizonDays,
  };
}
