import { type EventToAppend, Failure } from '@vilfredo/event-sourcing';
import { decideInteraction } from '@vilfredo/interaction-capture';
import { type IntakeOrder, recordOrder } from '@vilfredo/order-ingestion';
import type { IntakeContact } from './desk.js';

/** What a sender may tell: one record of an intake. */
export type ToldRecord = IntakeOrder | IntakeContact;

/**
 * The events that must stand for a record in the log: one for an order, one or several for a contact.
 * @param now epoch milliseconds
 * @throws Failure `bug` for a record that no intake would take
 */
export function eventsOf(record: ToldRecord, now: number): readonly EventToAppend[] {
  const events = isContact(record) ? decideInteraction(record, now).events : recordOrder(record, now).event;
  if (events === undefined) throw new Failure('bug', `no fact: ${JSON.stringify(record).slice(0, 300)}`);
  return [events].flat();
}

const contactKinds: readonly string[] = ['interaction', 'rating', 'case-resolved', 'attempt'];

function isContact(record: ToldRecord): record is IntakeContact {
  return contactKinds.includes(record.kind);
}
