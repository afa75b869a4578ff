import type { Policy } from '@vilfredo/events';
import type { CustomerFacts } from '../customer-facts/customer-facts.js';
import { leaveWindow } from '../customer-facts/leave-window.js';
import type { Era } from '../eras/era.js';
import { type Rhythm, rhythmOf } from '../silence/rhythm.js';
import { type Activity, activityOf } from '../value/activity.js';
import { measure, measureProduct, windowStart } from '../value/measures.js';
import type { Member } from '../value/population-cutoffs.js';

/**
 * A customer as the population sees them on the day of `asOf` (epoch ms), and how they buy; null for who never did. What has
 * left the window is let go of.
 */
export function memberOf(
  id: string,
  facts: CustomerFacts,
  asOf: number,
  { policy, calendar, open }: Pick<Era, 'policy' | 'calendar' | 'open'>,
): { member: Member; activity: Activity; rhythm: Rhythm | null } {
  const day = calendar.dayOf(asOf);
  leaveWindow(facts, windowStart(policy, day, calendar));
  const measures = measure(facts);
  const rhythm = facts.latest === null ? null : rhythmOf(facts.days, policy, open);
  const activity = activityOf(
    facts.days,
    day,
    policy.activeList,
    doubtfulOn(facts, rhythm, { policy, calendar, open }),
  );
  const ranked = activity.state === 'new' || activity.state === 'active';
  return { member: { id, ranked, secondPass: secondPassOf(facts, policy), ...measures }, activity, rhythm };
}

/** Nobody waits for longer, and a calendar does not reach everywhere. */
const neverDays = 36_500;

/** The first day on which the customer is one with less than the probability that the active list asks for. */
function doubtfulOn(
  { latest }: CustomerFacts,
  rhythm: Rhythm | null,
  { policy, calendar, open }: Pick<Era, 'policy' | 'calendar' | 'open'>,
): number | null {
  const { rule, aliveAtLeast } = policy.activeList;
  if (rule !== 'own-cycle' || aliveAtLeast == null || latest === null || rhythm === null) return null;
  const days = rhythm.aliveUntil(aliveAtLeast);
  return days > neverDays ? Number.POSITIVE_INFINITY : calendar.dayOf(open.after(latest.time, days));
}

function secondPassOf(facts: CustomerFacts, { tiers: { secondPass } }: Policy): number {
  if (secondPass.by === 'product') return measureProduct(facts.products.get(secondPass.of ?? '')?.buckets ?? []).amount;
  if (secondPass.by !== 'category') return 0;
  let amount = 0;
  for (const { category, buckets } of facts.products.values()) {
    if (category === secondPass.of) amount += measureProduct(buckets).amount;
  }
  return amount;
}
