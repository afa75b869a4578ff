import { type Projection, type StoredEvent, withOutbox } from '@vilfredo/event-sourcing';
import type { PolicyInForce } from '../watch-customer/policy-in-force.js';
import { wakeCustomer, watchCustomer } from '../watch-customer/watch-customer.js';
import { unwatchedCustomer, type WatchedCustomer } from '../watch-customer/watched-customer.js';
import type { WatchedEvent } from '../watch-customer/watched-event.js';
import { readWatchedEvent } from './read-watched-event.js';

/** Where is kept what is known of customers as far as alerts depend on it. */
export const watchedCustomers = withOutbox({
  name: 'alerting',
  fields: { dueAt: 'number', watched: 'number' },
  indexes: {
    due: [{ field: 'dueAt', present: true }],
    watched: [{ field: 'watched', present: true }],
  },
});

/** Topics of which it is a fold. */
export const watchedTopics = ['customers', 'interactions', 'scores', 'alerts'] as const;

export interface PoliciesInForce {
  at(event: StoredEvent): PolicyInForce;
  atInstant(instant: number): PolicyInForce;
}

/** The projection of watched customers: each event under the policy in force when it was recorded. */
export function watchedProjection(policies: PoliciesInForce): Projection<WatchedCustomer> {
  const wake = (customer: WatchedCustomer, { recordedat }: StoredEvent) =>
    wakeCustomer(customer, Date.parse(recordedat), (instant) => policies.atInstant(instant));
  const policyFor = ({ policySince }: WatchedCustomer, stored: StoredEvent) => {
    const held = policies.at(stored);
    return policySince === null || policySince <= held.since ? held : policies.atInstant(policySince);
  };
  return {
    collection: watchedCustomers,
    initial: unwatchedCustomer,
    toView: (customer) => ({ body: watchedToText(customer), fields: fieldsOf(customer) }),
    fromBody: watchedFromText,
    watermarks: (customer) => customer.watermarks,
    approach: (customer, stored) => (isDue(customer, stored) ? wake(customer, stored) : null),
    evolve: (customer, stored) => {
      if (customer.skipped.includes(stored.id)) return null;
      const event = readWatchedEvent(stored);
      if (isOwnWord(event)) return null;
      return [...wake(customer, stored), ...watchCustomer(customer, event, policyFor(customer, stored))];
    },
  };
}

export function watchedToText(customer: WatchedCustomer): string {
  return JSON.stringify(customer);
}

export function watchedFromText(text: string): WatchedCustomer {
  return JSON.parse(text) as WatchedCustomer;
}

/** What a rule closed was closed in the state before it was published. */
function isOwnWord({ read }: WatchedEvent): boolean {
  return read.type === 'AlertResolved' && read.payload.resolvedBy === 'rule';
}

function isDue({ dueAt }: WatchedCustomer, { recordedat }: StoredEvent): boolean {
  return dueAt !== null && dueAt <= Date.parse(recordedat);
}

/** Only of those of whom something stands, or an alert is open, can another policy change anything. */
function fieldsOf({ dueAt, signs, rules }: WatchedCustomer) {
  const isWatched = signs.length > 0 || Object.values(rules).some(({ open }) => open !== null);
  return { dueAt, watched: isWatched ? 1 : null };
}
