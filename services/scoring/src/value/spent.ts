import type { Policy } from '@vilfredo/events';
import { expectedSpend, type Spent } from '@vilfredo/scoring-model';
import type { CustomerFacts } from '../customer-facts/customer-facts.js';
import { digitsOf } from '../customer-facts/money-in.js';
import type { Member } from './population-cutoffs.js';

type Measured = Pick<Member, 'amount' | 'purchaseDays'>;

/**
 * What the customer spent per purchase day, in the currency's major unit: over the purchase days of the window, which are all
 * whose amounts are known, else on the latest one alone.
 */
export function spentOf(facts: CustomerFacts, { amount, purchaseDays }: Measured, policy: Policy): Spent {
  const unit = 10 ** digitsOf(facts, policy.currency);
  if (purchaseDays > 0) return { purchases: purchaseDays, mean: Math.max(0, amount) / purchaseDays / unit };
  const latest = facts.latest?.amount ?? 0;
  return latest > 0 ? { purchases: 1, mean: latest / unit } : { purchases: 0, mean: 0 };
}

/** What the next purchase day can be expected to bring, in the currency's major unit; of who never bought, what everybody's does. */
export function expectedSpendOf(facts: CustomerFacts, measured: Measured, policy: Policy): number {
  return expectedSpend(policy.spend, spentOf(facts, measured, policy));
}
