import { Failure, type StoredEvent } from '@vilfredo/event-sourcing';
import { type EventType, type Read, read, Unreadable } from '@vilfredo/events';
import type { Moment } from './newest.js';

/** Topics of which the call list is a fold. */
export const callTopics = ['customers', 'interactions', 'scores', 'alerts'] as const;

/** The events that say something about whom to call. */
const told: ReadonlySet<string> = new Set<EventType>([
  'CustomerRegistered',
  'ProspectDiscovered',
  'ContactPointLinked',
  'OwnerAssigned',
  'ConsentChanged',
  'CustomersMerged',
  'InteractionRecorded',
  'ContactAttempted',
  'ValueChanged',
  'QualificationChanged',
  'TierChanged',
  'ActivityChanged',
  'ChurnRiskChanged',
  'SatisfactionClassChanged',
  'SilenceDetected',
  'StageChanged',
  'AlertRaised',
  'AlertExtended',
  'AlertAcknowledged',
  'AlertSnoozed',
  'AlertResolved',
]);

/** The largest payload that is read, in characters; nothing that is taken in comes near. */
const largestPayload = 4_000_000;

/**
 * Reads and checks an event; null for one that says nothing about whom to call.
 * @throws Failure `invalid` naming the wrong field
 */
export function readFact(stored: StoredEvent): (Moment & { readonly read: Read }) | null {
  if (!told.has(stored.type)) return null;
  if (stored.data.length > largestPayload) throw new Failure('invalid', 'is too large', { field: 'data' });
  const at = Date.parse(stored.time);
  if (Number.isNaN(at)) throw new Failure('invalid', 'is no time', { field: 'time' });
  try {
    return { at, event: stored.id, read: read(stored) };
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    throw new Failure('invalid', error.message, { field: error.violations[0]?.field ?? 'data', cause: error });
  }
}
