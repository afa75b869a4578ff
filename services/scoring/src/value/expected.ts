import { lifetimeValue, pAlive } from '@vilfredo/scoring-model';
import type { CustomerFacts } from '../customer-facts/customer-facts.js';
import { digitsOf } from '../customer-facts/money-in.js';
import type { Era } from '../score-customers/era.js';
import { rhythmOf } from '../silence/rhythm.js';
import type { Member } from './population-cutoffs.js';

/** A year in steps of four weeks. */
const steps = { stepWeeks: 4, steps: 13 } as const;
const horizonDays = steps.stepWeeks * steps.steps * 7;

/** What the customer can be expected to bring within a year, by the policy's models; null for who never bought. */
export function expectedOf(
  facts: CustomerFacts,
  { amount, purchaseDays }: Pick<Member, 'amount' | 'purchaseDays'>,
  asOf: number,
  { policy, open }: Pick<Era, 'policy' | 'open'>,
) {
  const { latest } = facts;
  if (latest === null) return null;
  const rhythm = rhythmOf(facts.days, policy, open);
  const { x, tx, model } = rhythm;
  const record = { x, tx, T: tx + open.elapsed(latest.time, asOf) };
  const digits = digitsOf(facts, policy.currency);
  const meanSpend = purchaseDays === 0 ? 0 : Math.max(0, amount) / purchaseDays / 10 ** digits;
  const { p, q, gamma, margin, discountPerWeek } = policy.spend;
  const found = lifetimeValue(model, { p, q, gamma }, record, meanSpend, { margin, discountPerWeek, ...steps });
  return {
    pAlive: Math.round(pAlive(model, record) * 1e4) / 1e4,
    purchases: Math.round(found.purchases * 100) / 100,
    spend: found.expectedSpend.toFixed(digits),
    clv: found.value.toFixed(digits),
    horizonDays,
  };
}
