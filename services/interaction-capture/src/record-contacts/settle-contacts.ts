import { factId, type Purpose, type PurposeRule } from '@vilfredo/events';
import { type ContactPointOwner, subjectOf } from '../resolve-contacts/contact-point-owner.js';
import { prospectOf } from '../resolve-contacts/prospect.js';
import type { Contact, Interaction } from './contact.js';
import { interactionKey } from './contact-facts.js';
import type { FieldRefusal } from './contact-intake.js';
import { cluesOf } from './decide-interaction.js';
import { isProspectAsked, purposeOf } from './purpose-of.js';

/** What was settled about a contact when it was first told, and holds whatever becomes known later. */
export interface SettledContact {
  readonly customerId: string;
  /** ISO 8601 in UTC. */
  readonly at: string;
  /** Absent while nobody has told or worked it out. */
  readonly purpose?: Purpose;
}

/** A settled contact with the version that it is stored with; 0 before it is. */
export interface KeptContact {
  readonly version: number;
  readonly contact: SettledContact;
}

/** What is known when contacts are settled. */
export interface KnownContacts {
  /** By key: see `keysOf`. */
  readonly settled: ReadonlyMap<string, KeptContact>;
  /** By fingerprint. */
  readonly owners: ReadonlyMap<string, ContactPointOwner>;
  /** Whom prospects turned out to be. */
  readonly linked: ReadonlyMap<string, string>;
}

/** The keys under which a contact itself, and the contact that it is about, are settled. */
export function keysOf(contact: Contact): { readonly own?: string; readonly about?: string } {
  const { source } = contact;
  switch (contact.kind) {
    case 'interaction':
    case 'wrap-up':
      return { own: interactionKey(source, contact.interactionId) };
    case 'rating': {
      const { ratingId, interactionId } = contact;
      const about = interactionId === undefined ? {} : { about: interactionKey(source, interactionId) };
      return { own: factId(source, 'rating', ratingId), ...about };
    }
    case 'attempt':
      return { own: factId(source, 'attempt', contact.attemptId) };
    case 'case-resolved':
      return {};
    default:
      return contact satisfies never;
  }
}

/**
 * Settles contacts one after the other: whom each was with, when it was and which function it had. What was settled
 * once stays, so that a contact told again later, when more is known, still is the same fact.
 */
export class Settling {
  /** What is to be stored before anything is told. */
  readonly changed = new Map<string, KeptContact>();

  constructor(private readonly known: KnownContacts) {}

  /** Whom the contact is recorded for, or why that cannot be known. */
  subject(contact: Contact, fingerprint: string | undefined): string | FieldRefusal {
    const { own, about } = keysOf(contact);
    const settled = this.settled(own);
    const { customerId } = contact.who;
    const told = settled?.customerId;
    if (customerId !== undefined) {
      // They were told of under the prospect that the customer turned out to have been.
      const isSame = told !== undefined && this.known.linked.get(told) === customerId;
      return this.settle(contact, isSame ? told : customerId);
    }
    if (told !== undefined) return this.settle(contact, told);
    const ofAbout = this.settled(about)?.customerId;
    if (ofAbout !== undefined) return this.settle(contact, ofAbout);
    if (fingerprint === undefined) return { field: 'interactionId', reason: 'unknownInteraction' };
    const subject = subjectOf(fingerprint, this.known.owners.get(fingerprint));
    return this.settle(contact, this.known.linked.get(subject) ?? subject);
  }

  /** Whether nobody has told yet of the prospect that a contact is recorded for. */
  isDiscovery(subject: string, fingerprint: string | undefined): boolean {
    if (fingerprint === undefined || subject !== prospectOf(fingerprint)) return false;
    return this.known.owners.get(fingerprint)?.discovered !== true;
  }

  /** Whether it takes knowing if the customer ever bought to tell the contact's function. */
  isProspectAsked(contact: Interaction, rules: readonly PurposeRule[]): boolean {
    const { purpose } = this.of(contact);
    return purpose === undefined && isProspectAsked(cluesOf(contact), rules);
  }

  /** The contact's function: as its source says, as it was settled before, else by the rules. */
  purpose(contact: Interaction, rules: readonly PurposeRule[], prospect: boolean): Purpose {
    const { own } = keysOf(contact);
    const settled = this.of(contact);
    const purpose = contact.purpose ?? settled.purpose ?? purposeOf({ ...cluesOf(contact), prospect }, rules);
    if (settled.purpose === undefined && own !== undefined) this.change(own, { ...settled, purpose });
    return purpose;
  }

  /** When a contact was, by whoever told of it first. */
  at(contact: Contact): string {
    return this.of(contact).at;
  }

  private of(contact: Contact): SettledContact {
    return this.settled(keysOf(contact).own) ?? { customerId: '', at: contact.at };
  }

  private settle(contact: Contact, customerId: string): string {
    const { own } = keysOf(contact);
    if (own === undefined) return customerId;
    const before = this.settled(own);
    const isKept = contact.kind === 'interaction' || contact.kind === 'wrap-up' || contact.who.customerId === undefined;
    if (before === undefined && isKept) this.change(own, { customerId, at: contact.at });
    if (contact.kind === 'interaction' || contact.kind === 'wrap-up') this.note(own, contact.purpose);
    return customerId;
  }

  private note(own: string, purpose: Purpose | undefined): void {
    const settled = this.settled(own);
    if (purpose === undefined || settled === undefined || settled.purpose !== undefined) return;
    this.change(own, { ...settled, purpose });
  }

  private settled(key: string | undefined): SettledContact | undefined {
    if (key === undefined) return undefined;
    return (this.changed.get(key) ?? this.known.settled.get(key))?.contact;
  }

  private change(key: string, contact: SettledContact): void {
    this.changed.set(key, { version: this.known.settled.get(key)?.version ?? 0, contact });
  }
}
