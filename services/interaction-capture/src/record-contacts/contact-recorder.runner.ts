import { type AppendOutcome, type Clock, type EventLog, Failure } from '@vilfredo/event-sourcing';
import { type ContactPoint, normalContactPoint, type Vault } from '@vilfredo/vault';
import type { LinkedProspects } from '../link-prospects/linked-prospects.view.js';
import { subjectOf } from '../resolve-contacts/contact-point-owner.js';
import type { ContactPoints } from '../resolve-contacts/contact-points.view.js';
import { channelOf, discovered, isProspect } from '../resolve-contacts/prospect.js';
import type { Contact } from './contact.js';
import { factsOf } from './contact-facts.js';
import type { ContactIntake, ContactOutcome, FieldRefusal, IntakeTrace } from './contact-intake.js';
import type { FollowedPurposes } from './followed-purposes.runner.js';
import { GatheredCalls } from './gather-calls.js';
import { readContact } from './read-contact.js';
import type { RecordedContacts } from './recorded-contacts.view.js';
import { keysOf, Settling } from './settle-contacts.js';
import { type ToldFacts, writeFacts } from './write-facts.runner.js';

export interface ContactRecorderParts {
  readonly log: Pick<EventLog, 'append' | 'history'>;
  readonly clock: Clock;
  readonly vault: Pick<Vault, 'seal' | 'fingerprint'>;
  /** ISO 3166 alpha-2: how phone numbers without a country code are read. */
  readonly country?: string | undefined;
  readonly recorded: RecordedContacts;
  readonly points: ContactPoints;
  readonly prospects: LinkedProspects;
  readonly purposes: Pick<FollowedPurposes, 'current'>;
}

interface Entry {
  readonly intake: unknown;
  readonly trace: IntakeTrace | undefined;
}

/** A contact that can be used, with the contact point by which its customer is recognised. */
interface Readable {
  readonly contact: Contact;
  readonly trace: IntakeTrace | undefined;
  readonly point?: ContactPoint & { readonly fingerprint: string };
}

interface Told extends ToldFacts {
  readonly discovery?: ToldFacts;
}

const mostAtOnce = 500;
const attempts = 10;

/** Records whatever the edges hand in. */
export class ContactRecorder implements ContactIntake {
  private readonly calls = new GatheredCalls<Entry, ContactOutcome>(mostAtOnce, (entries) => this.recordAll(entries));

  constructor(private readonly parts: ContactRecorderParts) {}

  record(intakes: readonly unknown[], trace?: IntakeTrace): Promise<readonly ContactOutcome[]> {
    return this.calls.add(intakes.map((intake) => ({ intake, trace })));
  }

  private async recordAll(entries: readonly Entry[]): Promise<readonly ContactOutcome[]> {
    const now = this.parts.clock();
    const read = entries.map((entry) => this.read(entry, now));
    const told = await this.settle(read.filter(isReadable));
    const { log, vault } = this.parts;
    const groups = told.filter(isTold);
    // Whoever else discovers them at the same time tells it otherwise: the first is believed.
    await writeFacts(log, vault, distinct(groups.flatMap(({ discovery }) => discovery ?? [])));
    const outcomes = await writeFacts(log, vault, groups);
    const rest = { told: told[Symbol.iterator](), outcomes: outcomes[Symbol.iterator]() };
    return read.map((one) => {
      if (!isReadable(one)) return { refused: one };
      const settled = rest.told.next().value as Told | readonly FieldRefusal[];
      return isTold(settled)
        ? answer(settled.subject, rest.outcomes.next().value as AppendOutcome)
        : { refused: settled };
    });
  }

  private read({ intake, trace }: Entry, now: number): Readable | readonly FieldRefusal[] {
    const { contact, refused } = readContact(intake, now);
    if (contact === undefined) return refused;
    const { customerId, contactPoint } = contact.who;
    if (customerId !== undefined || contactPoint === undefined) return { contact, trace };
    const { kind } = contactPoint;
    const value = normalContactPoint(contactPoint, this.parts.country);
    if (value === undefined) return [{ field: 'contactPoint.value', reason: 'unreadable' }];
    return { contact, trace, point: { kind, value, fingerprint: this.parts.vault.fingerprint(kind, value) } };
  }

  /** Settles the contacts of a batch and stores what was settled; all over again where somebody else was faster. */
  private async settle(entries: readonly Readable[]): Promise<readonly (Told | readonly FieldRefusal[])[]> {
    for (let attempt = 0; attempt < attempts; attempt++) {
      const settling = await this.settling(entries);
      const subjects = entries.map(({ contact, point }) => settling.subject(contact, point?.fingerprint));
      const told: (Told | readonly FieldRefusal[])[] = [];
      for (const [i, entry] of entries.entries()) {
        const subject = subjects[i]!;
        told.push(typeof subject === 'string' ? await this.tell(entry, subject, settling) : [subject]);
      }
      const lost = await this.parts.recorded.save(settling.changed);
      if (lost.length === 0) return told;
    }
    throw new Failure('unavailable', 'others settle the same contacts all the time', { retryAfter: 1 });
  }

  private async settling(entries: readonly Readable[]): Promise<Settling> {
    const { recorded, points, prospects } = this.parts;
    const keys = entries.flatMap(({ contact }) => Object.values(keysOf(contact)) as string[]);
    const fingerprints = entries.flatMap(({ point }) => point?.fingerprint ?? []);
    const [settled, owners] = await Promise.all([recorded.load(keys), points.load(fingerprints)]);
    const linked = await prospects.load([
      ...[...settled.values()].map(({ contact }) => contact.customerId),
      ...fingerprints.map((fingerprint) => subjectOf(fingerprint, owners.get(fingerprint))),
    ]);
    return new Settling({ settled, owners, linked });
  }

  private async tell({ contact, point, trace }: Readable, subject: string, settling: Settling): Promise<Told> {
    const purpose = contact.kind === 'interaction' ? await this.purpose(contact, subject, settling) : 'service';
    const facts = factsOf(contact, { purpose, at: settling.at(contact) });
    if (point === undefined || !settling.isDiscovery(subject, point.fingerprint)) return { subject, facts, trace };
    const channel = 'channel' in contact ? contact.channel : channelOf[point.kind];
    const discovery = {
      subject,
      facts: discovered({ ...point, channel, source: contact.source, at: contact.at }),
      trace,
    };
    return { subject, facts, trace, discovery };
  }

  private async purpose(contact: Contact & { kind: 'interaction' }, subject: string, settling: Settling) {
    if (contact.purpose !== undefined) return contact.purpose;
    const rules = await this.parts.purposes.current();
    const isProspectToo = settling.isProspectAsked(contact, rules) && !(await this.hasBought(subject));
    return settling.purpose(contact, rules, isProspectToo);
  }

  private async hasBought(subject: string): Promise<boolean> {
    if (isProspect(subject)) return false;
    const orders = await this.parts.log.history({ topics: ['orders'], subject });
    return orders.some(({ type }) => type === 'OrderPlaced');
  }
}

function answer(customerId: string, outcome: AppendOutcome): ContactOutcome {
  if (outcome === 'conflict') return { refused: [{ field: '', reason: 'conflict' }] };
  return { outcome: outcome === 'appended' ? 'recorded' : 'duplicate', customerId };
}

function isReadable(read: Readable | readonly FieldRefusal[]): read is Readable {
  return 'contact' in read;
}

function isTold(told: Told | readonly FieldRefusal[]): told is Told {
  return 'subject' in told;
}

/** One discovery of each prospect: a batch often holds several contacts of one. */
function distinct(discoveries: readonly ToldFacts[]): readonly ToldFacts[] {
  return [...new Map(discoveries.map((discovery) => [discovery.subject, discovery])).values()];
}
