import { type EventLog, Failure, type Projection, type StoredEvent } from '@vilfredo/event-sourcing';
import { read, Unreadable } from '@vilfredo/events';
import type { OrderFact } from '../customer-facts/settle-orders.js';
import { advanceCustomer, type CustomerEvent, orderFactOf } from './advance-customer.js';
import { type CustomerScore, scoreFromText, scoreToText, unknownCustomer } from './customer-score.js';
import { customerViews } from './customer-views.js';
import type { Era } from './era.js';

/** Topics of which a customer's score is a fold. */
export const customerTopics = ['customers', 'orders'] as const;

/** The largest payload that is folded, in characters; nothing that intake accepts comes near. */
const largestPayload = 4_000_000;

/** The projection of customers' scores each event under the era in which it was recorded. */
export function customerProjection(
  eraAt: (recordedAt: number) => Era,
  log: Pick<EventLog, 'history'>,
): Projection<CustomerScore> {
  return {
    collection: customerViews,
    initial: unknownCustomer,
    toView: (score) => ({ body: scoreToText(score), fields: fieldsOf(score) }),
    fromBody: scoreFromText,
    watermarks: (score) => score.watermarks,
    evolve: (score, stored) => {
      if (score.skipped.includes(stored.id)) return [];
      const history = () => orderHistory(log, score, stored);
      const event = readCustomerEvent(stored);
      return advanceCustomer(score, event, eraAt(event.recordedAt), history);
    },
  };
}

/**
 * Reads and checks a stored event of a customer's.
 * @throws Failure `invalid` naming the wrong fields
 */
export function readCustomerEvent(stored: StoredEvent): CustomerEvent {
  if (stored.data.length > largestPayload) throw new Failure('invalid', 'is too large', { field: 'data' });
  const time = Date.parse(stored.time);
  if (Number.isNaN(time)) throw new Failure('invalid', 'is no time', { field: 'time' });
  const { id, correlationid } = stored;
  try {
    return { id, time, recordedAt: Date.parse(stored.recordedat), correlationid, read: read(stored) };
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    throw new Failure('invalid', error.message, { field: error.violations[0]?.field ?? 'data', cause: error });
  }
}

/** The facts about a customer's orders recorded up to an event, without those that somebody decided to leave out. */
export async function orderHistory(
  log: Pick<EventLog, 'history'>,
  { id: subject, skipped }: Pick<CustomerScore, 'id' | 'skipped'>,
  until: StoredEvent,
): Promise<OrderFact[]> {
  const events = await log.history({ topics: ['orders'], subject });
  return events
    .filter((event) => !skipped.includes(event.id) && isUpTo(event, until))
    .flatMap((stored) => {
      const fact = orderFactOf(readCustomerEvent(stored));
      return fact === null ? [] : [fact];
    });
}

/** Within a partition the offset tells; across topics the time of recording does. */
function isUpTo(event: StoredEvent, until: StoredEvent): boolean {
  if (event.topic === until.topic && event.partition === until.partition) return event.offset <= until.offset;
  return event.recordedat <= until.recordedat;
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
