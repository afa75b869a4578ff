import type { Projection, StoredEvent } from '@vilfredo/event-sourcing';
import { advanceCustomer, wakeCustomer } from './advance-customer.js';
import { type CustomerScore, scoreFromText, scoreToText, unknownCustomer } from './customer-score.js';
import { customerViews } from './customer-views.js';
import type { Era } from './era.js';
import type { OrderHistories } from './order-histories.js';
import { readCustomerEvent } from './read-customer-event.js';

/** Topics of which a customer's score is a fold. */
export const customerTopics = ['customers', 'orders'] as const;

/** The projection of customers' scores: each event under the era in which it was recorded. */
export function customerProjection(
  eraAt: (event: StoredEvent) => Era,
  histories: Pick<OrderHistories, 'of'>,
): Projection<CustomerScore> {
  return {
    collection: customerViews,
    initial: unknownCustomer,
    toView: (score) => ({ body: scoreToText(score), fields: fieldsOf(score) }),
    fromBody: scoreFromText,
    watermarks: (score) => score.watermarks,
    approach: (score, stored) => {
      const now = Date.parse(stored.recordedat);
      return score.dueAt !== null && score.dueAt <= now ? wakeCustomer(score, now, eraAt(stored)) : null;
    },
    evolve: (score, stored) => {
      if (score.skipped.includes(stored.id)) return null;
      const history = () => histories.of(score, stored);
      const event = readCustomerEvent(stored);
      return advanceCustomer(score, event, eraAt(stored), history);
    },
  };
}

function fieldsOf({ standing, dueAt, facts }: CustomerScore) {
  return {
    value: standing.score,
    tier: standing.tier,
    top: standing.tier === null ? null : 1,
    state: standing.state,
    latest: facts.latest?.time ?? null,
    dueAt,
  };
}
