import { Failure } from '@vilfredo/event-sourcing';
import type { Read, Written } from '@vilfredo/events';
import { addContact } from '../contact-facts/add-contact.js';
import { noContacts } from '../contact-facts/contact-facts.js';
import { addFact, canAdd, foldOrders } from '../customer-facts/fold-orders.js';
import type { OrderFact } from '../customer-facts/settle-orders.js';
import type { Era } from '../eras/era.js';
import { assessCustomer } from './assess-customer.js';
import type { CustomerScore } from './customer-score.js';

/** An event of a customer's, read. */
export interface CustomerEvent {
  readonly id: string;
  /** When it happened and when we learned it, epoch ms. */
  readonly time: number;
  readonly recordedAt: number;
  readonly correlationid: string;
  readonly read: Read;
}

/** Everything about a customer's orders up to the event in hand, that event included; needed when one arrives out of order. */
export type History = () => Promise<readonly OrderFact[]>;

/**
 * Takes a customer through one event: first what time alone brought before it, then the event itself, then the
 * assessment as of its recording. In place; returns the changes to publish.
 * @throws Failure `invalid` for an order in a currency other than the policy's
 */
export function advanceCustomer(
  score: CustomerScore,
  event: CustomerEvent,
  era: Era,
  history: History,
): Written[] | Promise<Written[]> {
  const fact = orderFactOf(event);
  if (fact !== null) requireCurrency(fact, era);
  const changes = wakeCustomer(score, event.recordedAt, era);
  const refold = score.activation !== era.activation || (fact !== null && !canAdd(score.facts, fact));
  if (refold && score.facts.orderFacts + (fact === null ? 0 : 1) > 0 && !isFirst(score, fact)) {
    return history().then((facts) => {
      score.facts = foldOrders(facts, era.calendar);
      return [...changes, ...finish(score, event, era)];
    });
  }
  if (fact?.type === 'OrderPlaced') addFact(score.facts, fact, era.calendar);
  changes.push(...finish(score, event, era));
  return changes;
}

/** Fires what was due by `now` (epoch ms), each as of its own due time. In place; returns the changes to publish. */
export function wakeCustomer(score: CustomerScore, now: number, era: Era): Written[] {
  const changes: Written[] = [];
  while (score.dueAt !== null && score.dueAt <= now && era.epoch !== null) {
    const cause = `due:${new Date(score.dueAt).toISOString()}`;
    changes.push(...assessCustomer(score, era, { kind: 'due', asOf: score.dueAt, cause, correlationid: cause }));
  }
  return changes;
}

/** The fact about orders that an event tells, if it tells one. */
export function orderFactOf({ id, time, read }: Pick<CustomerEvent, 'id' | 'time' | 'read'>): OrderFact | null {
  if (read.type === 'OrderPlaced') return { event: id, time, type: read.type, payload: read.payload };
  if (read.type === 'OrderReturned') return { event: id, time, type: read.type, payload: read.payload };
  if (read.type === 'OrderCancelled') return { event: id, time, type: read.type, payload: read.payload };
  return null;
}

/** The first order of somebody new is added as it is, whatever policy they were registered under. */
function isFirst(score: CustomerScore, fact: OrderFact | null): boolean {
  return score.facts.orderFacts === 0 && fact?.type === 'OrderPlaced';
}

function finish(score: CustomerScore, event: CustomerEvent, era: Era): Written[] {
  score.activation = era.activation;
  takeIn(score, event);
  const { id: cause, recordedAt, correlationid, time } = event;
  const kind = recordedAt - time > era.policy.history.olderThanHours * 3_600_000 ? 'history' : 'live';
  // What one topic is behind by would bring about again what time has brought about already.
  const asOf = Math.max(recordedAt, score.asOf ?? recordedAt);
  return assessCustomer(score, era, { kind, asOf, cause, correlationid });
}

/** Takes in what the event tells besides orders; in place. */
export function takeIn(score: CustomerScore, { id, time, read }: CustomerEvent): void {
  if (read.type === 'CustomerRegistered') score.owner = read.payload.ownerId ?? score.owner;
  else if (read.type === 'OwnerAssigned') score.owner = read.payload.ownerId;
  else if (read.type === 'CustomersMerged') {
    score.mergedInto = read.payload.into;
    score.contacts = null;
  } else if (score.mergedInto === null) {
    const contacts = score.contacts ?? noContacts();
    if (addContact(contacts, { time, event: id }, read)) score.contacts = contacts;
  }
}

function requireCurrency(fact: OrderFact, { policy }: Era): void {
  if (fact.type === 'OrderCancelled' || policy.currency === undefined) return;
  if (fact.payload.currency !== policy.currency) {
    throw new Failure('invalid', `${fact.payload.currency} is not the policy's ${policy.currency}`, {
      field: 'currency',
    });
  }
}
