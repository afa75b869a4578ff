import { lifetimeValue, pAlive } from '@vilfredo/scoring-model';
import type { CustomerFacts } from '../customer-facts/customer-facts.js';
import type { Era } from '../eras/era.js';
import type { Rhythm } from '../silence/rhythm.js';
import type { Member } from './population-cutoffs.js';
import { spentOf } from './spent.js';

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
  { member, rhythm }: { readonly member: Pick<Member, 'amount' | 'purchaseDays'>; readonly rhythm: Rhythm | null },
  asOf: number,
  { policy, open }: Pick<Era, 'policy' | 'open'>,
): Expectation | null {
  const { latest } = facts;
  if (latest === null || rhythm === null) return null;
  const { x, tx, model } = rhythm;
  const record = { x, tx, T: tx + open.elapsed(latest.time, asOf) };
  const { margin, discountPerWeek } = policy.spend;
  const rules = { margin, discountPerWeek, ...steps };
  const found = lifetimeValue(model, policy.spend, record, spentOf(facts, member, policy), rules);
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
