import type { Projection, StoredEvent } from '@vilfredo/event-sourcing';
import type { Written } from '@vilfredo/events';
import { advanceCustomer, wakeCustomer } from '../assess-customer/advance-customer.js';
import { type CustomerScore, scoreFromText, scoreToText, unknownCustomer } from '../assess-customer/customer-score.js';
import { readCustomerEvent } from '../assess-customer/read-customer-event.js';
import type { Era } from '../eras/era.js';
import { customerViews } from './customer-views.js';
import type { OrderHistories } from './order-histories.js';

/** Topics of which a customer's score is a fold. */
export const customerTopics = ['customers', 'interactions', 'orders'] as const;

export interface CustomerProjectionOptions {
  /** The era in which a customer meets an event. */
  readonly eraFor: (event: StoredEvent, score: CustomerScore) => Era;
  /** Takes a customer through the eras begun before an event that they are not in yet; null when there is none. */
  readonly enter: (score: CustomerScore, until: StoredEvent) => Promise<Written[] | null> | null;
  readonly histories: Pick<OrderHistories, 'of' | 'note'>;
}

/** The projection of customers' scores: each event under the era in which it was recorded. */
export function customerProjection(options: CustomerProjectionOptions): Projection<CustomerScore> {
  const { eraFor, enter, histories } = options;
  return {
    collection: customerViews,
    initial: unknownCustomer,
    toView: customerViewOf,
    fromBody: scoreFromText,
    watermarks: (score) => score.watermarks,
    approach: async (score, stored) => {
      const now = Date.parse(stored.recordedat);
      const entered = await enter(score, stored);
      if (score.dueAt === null || score.dueAt > now) return entered;
      return [...(entered ?? []), ...wakeCustomer(score, now, eraFor(stored, score))];
    },
    evolve: (score, stored) => {
      histories.note(stored);
      if (score.skipped.includes(stored.id)) return null;
      const history = () => histories.of(score, stored);
      const event = readCustomerEvent(stored);
      const advance = () => advanceCustomer(score, event, eraFor(stored, score), history);
      const entering = enter(score, stored);
      if (entering === null) return advance();
      return entering.then(async (entered) => [...(entered ?? []), ...(await advance())]);
    },
  };
}

/** The view as it is stored, with what it is found by. */
export function customerViewOf(score: CustomerScore) {
  return { body: scoreToText(score), fields: fieldsOf(score) };
}

function fieldsOf({ standing, dueAt, facts }: CustomerScore) {
  return {
    value: standing.score,
    tier: standing.tier,
    top: standing.tier === null ? null : 1,
    state: standing.state,
    latest: facts.latest?.time ?? null,
    risk: standing.relationship.risk,
    band: standing.relationship.band,
    class: standing.relationship.class,
    qualification: standing.relationship.qualification,
    dueAt,
  };
}
