import type { Written } from '@vilfredo/events';
import { hearPeople, takenOn } from './hear-people.js';
import { judgeRules, type Occasion } from './judge-rules.js';
import { keepTime, nextDue } from './keep-time.js';
import { noteEvent } from './note-event.js';
import type { PolicyInForce } from './policy-in-force.js';
import { openAlerts, type WatchedCustomer } from './watched-customer.js';
import type { WatchedEvent } from './watched-event.js';

/** The types of events on which alerts depend. */
export const watchedTypes: ReadonlySet<string> = new Set([
  'ValueChanged',
  'QualificationChanged',
  'ActivityChanged',
  'TierChanged',
  'SatisfactionClassChanged',
  'SilenceDetected',
  'ChurnRiskChanged',
  'StageChanged',
  'CaseOpened',
  'CaseResolved',
  'ContactAttempted',
  'CustomerRegistered',
  'OwnerAssigned',
  'CustomersMerged',
  'AlertAcknowledged',
  'AlertSnoozed',
  'AlertResolved',
]);

/**
 * Takes a customer through one event under the policy in force when it was recorded: what it says is noted, and every
 * rule is held against what stands then. In place; returns the events about alerts to publish.
 *
 * Topics may be read apart from each other. What follows goes by when things were recorded and not by when they are
 * read, so that the same alerts are open in the end.
 */
export function watchCustomer(customer: WatchedCustomer, event: WatchedEvent, inForce: PolicyInForce): Written[] {
  const news = noteEvent(customer, event, inForce);
  hearPeople(customer, event, inForce);
  const taken = openAlerts(customer).flatMap(({ rule, record }) => takenOn(customer, rule, record));
  const occasion = { at: event.at, cause: event.id, news, otherRules: false };
  return [...taken, ...settle(customer, inForce, occasion)];
}

/**
 * Does what was due by an instant (epoch ms), each thing as of its own due time. In place; returns the events to publish.
 * @param at the policy in force at an instant
 */
export function wakeCustomer(
  customer: WatchedCustomer,
  now: number,
  at: (instant: number) => PolicyInForce,
): Written[] {
  const changes: Written[] = [];
  while (customer.dueAt !== null && customer.dueAt <= now) {
    const policy = at(Math.max(customer.dueAt, customer.policySince ?? customer.dueAt));
    changes.push(...settle(customer, policy, { at: customer.dueAt, cause: null, news: null, otherRules: false }));
  }
  return changes;
}

/** Takes a customer into a policy, as of when it came into force; one who is in it, or in a newer one, stays. In place. */
export function enterPolicy(customer: WatchedCustomer, inForce: PolicyInForce): Written[] {
  if (customer.policySince !== null && customer.policySince >= inForce.since) return [];
  return settle(customer, inForce, { at: inForce.since, cause: null, news: null, otherRules: true });
}

function settle(customer: WatchedCustomer, inForce: PolicyInForce, occasion: Occasion): Written[] {
  const changes = [...judgeRules(customer, inForce, occasion), ...keepTime(customer, inForce, occasion.at)];
  customer.policySince = inForce.since;
  customer.dueAt = nextDue(customer, inForce, occasion.at);
  return changes;
}
