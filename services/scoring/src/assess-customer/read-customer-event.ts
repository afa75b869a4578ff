import { Failure, type StoredEvent } from '@vilfredo/event-sourcing';
import { read, Unreadable } from '@vilfredo/events';
import type { CustomerEvent } from './advance-customer.js';

/** The largest payload that is folded, in characters; nothing that intake accepts comes near. */
const largestPayload = 4_000_000;

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
