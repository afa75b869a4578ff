import type { EventToAppend } from '@vilfredo/event-sourcing';
import { type PurposeRule, sectionsOfVersion2, type Written, write } from '@vilfredo/events';
import type { Interaction } from './contact.js';
import { type Fact, factsOf } from './contact-facts.js';
import type { FieldRefusal, IntakeTrace } from './contact-intake.js';
import { purposeOf } from './purpose-of.js';
import { readContact } from './read-contact.js';

/** The rules before any policy is in force. */
export const firstPurposes: readonly PurposeRule[] = sectionsOfVersion2.purposes;

export type InteractionDecision =
  | { readonly events: readonly EventToAppend[]; readonly refused?: undefined }
  | { readonly events?: undefined; readonly refused: readonly FieldRefusal[] };

/**
 * The events of a record that names its customer and holds nothing to be sealed: what needs neither vault nor views.
 * @param now epoch milliseconds
 * @param isProspect whether the customer never bought
 */
export function decideInteraction(
  intake: unknown,
  now: number,
  rules: readonly PurposeRule[] = firstPurposes,
  isProspect = false,
): InteractionDecision {
  const { contact, refused } = readContact(intake, now);
  if (contact === undefined) return { refused };
  const { customerId } = contact.who;
  if (customerId === undefined) return { refused: [{ field: 'customerId', reason: 'missing' }] };
  const facts = factsOf(contact, { at: contact.at, purpose: ruled(contact, rules, isProspect) });
  if (facts.some(({ secret }) => secret !== undefined)) return { refused: [{ field: 'text', reason: 'notSealed' }] };
  return { events: facts.map((fact) => eventOf(fact, customerId)) };
}

function ruled(contact: Parameters<typeof factsOf>[0], rules: readonly PurposeRule[], prospect: boolean) {
  if (contact.kind !== 'interaction') return 'service';
  return contact.purpose ?? purposeOf({ ...cluesOf(contact), prospect }, rules);
}

/** What a contact shows of its function. */
export function cluesOf({ source, channel, direction, complaint, signals }: Interaction) {
  return { source, channel, direction, complaint: complaint !== undefined, interest: signals.length > 0 };
}

/** @param sealed what became of the fact's secret */
export function eventOf(fact: Fact, subject: string, sealed?: string, trace?: IntakeTrace): Written {
  const { id, time } = fact;
  const payload = sealed === undefined ? fact.payload : { ...fact.payload, sealed };
  return write(fact.type, { id, subject, time, correlationid: id, ...trace }, payload as never);
}
