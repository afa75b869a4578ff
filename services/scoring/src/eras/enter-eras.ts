import type { StoredEvent } from '@vilfredo/event-sourcing';
import type { Policy, Written } from '@vilfredo/events';
import { wakeCustomer } from '../assess-customer/advance-customer.js';
import { assessCustomer, nextDue, wouldChange } from '../assess-customer/assess-customer.js';
import type { CustomerScore } from '../assess-customer/customer-score.js';
import { memberOf } from '../assess-customer/member.js';
import type { ContactFacts } from '../contact-facts/contact-facts.js';
import { forgetOld } from '../contact-facts/forget-old.js';
import { isLonger, retentionUnder } from '../contact-facts/retention.js';
import { foldOrders } from '../customer-facts/fold-orders.js';
import { withinWindow } from '../customer-facts/leave-window.js';
import type { OrderFact } from '../customer-facts/settle-orders.js';
import { assessRelationship } from '../relationship/assess-relationship.js';
import { assessValue } from '../value/assess-value.js';
import { windowStart } from '../value/measures.js';
import { type Era, isBefore } from './era.js';
import type { Eras } from './eras.js';

/** What is folded in of a customer. */
export interface FoldedHistory {
  readonly orders: (score: CustomerScore) => Promise<readonly OrderFact[]>;
  readonly contacts: (score: CustomerScore) => Promise<ContactFacts>;
}

/**
 * Takes one customer through the eras that began before an event (all without one), from the one they are in, waking
 * them in between as time would have. In place; it does not matter when, as long as it is before anything else that
 * happens to the customer. Null when it changes nothing.
 */
export async function enterEras(
  score: CustomerScore,
  eras: Eras,
  history: FoldedHistory,
  until?: StoredEvent,
): Promise<Written[] | null> {
  const changes: Written[] = [];
  let moved = false;
  for (const { era, before } of eras.from(score.activation)) {
    if (until !== undefined && !isBefore(era.begunBy, until)) break;
    if (before !== undefined && isDueBefore(era, score)) {
      changes.push(...wakeCustomer(score, era.since, before));
      moved = true;
    }
    if (!isMovedBy(era, score)) continue;
    changes.push(...(await enter(score, era, before, history)));
    moved = true;
  }
  return moved ? changes : null;
}

/** Whether going through the eras would change anything for a customer. */
export function isToEnter(score: CustomerScore, eras: Eras): boolean {
  for (const { era, before } of eras.from(score.activation)) {
    if (before !== undefined && isDueBefore(era, score)) return true;
    if (isMovedBy(era, score)) return true;
  }
  return false;
}

/** Whether time alone moved a customer before the era began: waking them is a change of their state, also where nothing comes of it. */
function isDueBefore({ since }: Era, { dueAt, asOf }: CustomerScore): boolean {
  return dueAt !== null && dueAt <= since && (asOf ?? 0) < since;
}

/**
 * Under new rules a customer is folded again from history, and assessed when the population has been measured; under
 * new cut-offs they are assessed.
 */
async function enter(
  score: CustomerScore,
  era: Era,
  before: Era | undefined,
  history: FoldedHistory,
): Promise<Written[]> {
  const { begunBy, since } = era;
  if (score.activation !== era.activation) {
    score.facts = foldOrders(await history.orders(score), era.calendar);
    await keepContacts(score, era, before?.policy, history);
    score.activation = era.activation;
    score.dueAt = null;
  }
  if (era.epoch === null) return [];
  return assessCustomer(score, era, {
    asOf: since,
    kind: 'era',
    cause: begunBy.id,
    correlationid: begunBy.correlationid,
  });
}

/**
 * Contacts are kept for as long as the rules of the era say: let go of, or read back where the rules before let go of more.
 * @param before the rules that the customer comes from; undefined when nobody knows them any more
 */
async function keepContacts(
  score: CustomerScore,
  { policy, since }: Era,
  before: Policy | undefined,
  history: FoldedHistory,
): Promise<void> {
  if (score.contacts === null) return;
  const retention = retentionUnder(policy);
  if (before === undefined || isLonger(retention, retentionUnder(before))) {
    score.contacts = await history.contacts(score);
  }
  // Both ways must leave the same: what is read back may be too old for anything.
  forgetOld(score.contacts, Math.max(since, score.asOf ?? since), retention);
}

/** Whether entering the era changes anything for a customer who is not in it yet; nothing does before an event is folded. */
function isMovedBy(era: Era, score: CustomerScore): boolean {
  const { policy, calendar, activation, epoch, since } = era;
  if (Object.keys(score.watermarks).length === 0) return false;
  if (score.activation !== activation || epoch === null) return score.activation !== activation;
  if (score.standing.epoch >= epoch.number || (score.asOf ?? since) > since) return false;
  if (score.asOf === null) return true;
  // Only to look: whoever is not moved stays as they are, to the byte.
  const facts = withinWindow(score.facts, windowStart(policy, calendar.dayOf(since), calendar));
  const { member, activity, rhythm } = memberOf(score.id, facts, since, era);
  const assessment = assessValue(member, activity.state, policy, epoch.population, score.standing);
  const heldUntil = score.heldUntil !== null && score.heldUntil > since ? score.heldUntil : null;
  const relationshipDueAt = assessRelationship(facts, score.contacts, rhythm, since, era).dueAt;
  return (
    wouldChange(score.standing, assessment, policy.publication.valueStep) ||
    score.dueAt !== nextDue({ facts, heldUntil }, era, activity.changesOn, relationshipDueAt)
  );
}
