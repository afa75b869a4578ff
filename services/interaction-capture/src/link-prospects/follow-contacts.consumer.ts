import type { EventLog, EventPage, StoredEvent } from '@vilfredo/event-sourcing';
import { type Payloads, read, Unreadable } from '@vilfredo/events';
import { interactionKey } from '../record-contacts/contact-facts.js';
import type { RecordedContacts } from '../record-contacts/recorded-contacts.view.js';
import type { KeptContact } from '../record-contacts/settle-contacts.js';
import { type ContactPointOwner, recognised } from '../resolve-contacts/contact-point-owner.js';
import type { ContactPoints } from '../resolve-contacts/contact-points.view.js';
import { isProspect, prospectOf } from '../resolve-contacts/prospect.js';
import type { LinkedProspects } from './linked-prospects.view.js';
import { merged } from './retell.js';
import type { HistoryTeller } from './retell-history.runner.js';

export interface ContactFollowerParts {
  readonly log: Pick<EventLog, 'append'>;
  readonly points: ContactPoints;
  readonly prospects: LinkedProspects;
  readonly recorded: RecordedContacts;
  readonly teller: HistoryTeller;
  /** An event that cannot be read; it is left out here. */
  readonly onUnreadable: (event: StoredEvent, error: Unreadable) => void;
}

type FollowedType = 'ContactPointLinked' | 'CustomersMerged' | 'InteractionRecorded';
interface Followed<T extends FollowedType> {
  readonly event: StoredEvent;
  readonly payload: Payloads[T];
}

/** Of a contact that is settled all over the place, the last word is had in so many rounds. */
const attempts = 10;

/**
 * Follows what the log says of contacts: learns who can be recognised where, brings prospects together with the
 * customers whom they turn out to be, and lets what still arrives under a prospect follow. Every step may be repeated.
 */
export class ContactFollower {
  constructor(private readonly parts: ContactFollowerParts) {}

  async follow({ events }: EventPage): Promise<void> {
    await this.learnContacts(this.those(events, 'InteractionRecorded'));
    await this.link(this.those(events, 'ContactPointLinked'));
    await this.merge(this.those(events, 'CustomersMerged'));
    await this.forward(events);
  }

  /** Whoever recorded a contact without being asked (an import of facts, an older version) settled it too. */
  private async learnContacts(contacts: readonly Followed<'InteractionRecorded'>[]): Promise<void> {
    let open = new Map(
      contacts.flatMap((contact) => {
        const key = interactionKey(contact.payload.source, contact.payload.interactionId);
        return contact.event.id === key ? [[key, contact] as const] : [];
      }),
    );
    for (let attempt = 0; attempt < attempts && open.size > 0; attempt++) {
      const kept = await this.parts.recorded.load([...open.keys()]);
      const changed = new Map<string, KeptContact>();
      for (const [key, { event, payload }] of open) {
        const before = kept.get(key);
        if (before?.contact.customerId === event.subject) continue;
        const contact = before?.contact ?? { at: event.time, purpose: payload.purpose };
        changed.set(key, { version: before?.version ?? 0, contact: { ...contact, customerId: event.subject } });
      }
      const lost = new Set(await this.parts.recorded.save(changed));
      open = new Map([...open].filter(([key]) => lost.has(key)));
    }
  }

  private async link(links: readonly Followed<'ContactPointLinked'>[]): Promise<void> {
    if (links.length === 0) return;
    const { log, points, prospects } = this.parts;
    const owners = await points.link(
      links.map(({ event, payload }) => ({
        fingerprint: payload.fingerprint,
        customerId: event.subject,
        at: event.time,
      })),
    );
    const known = await prospects.load([...owners.keys()].map(prospectOf));
    const because = new Map(links.map(({ event, payload }) => [payload.fingerprint, event]));
    const merges = [...owners].flatMap(([fingerprint, owner]) => {
      const into = known.has(prospectOf(fingerprint)) ? undefined : recognised(owner);
      return into === undefined ? [] : [merged(prospectOf(fingerprint), into, timeOf(owner), because.get(fingerprint))];
    });
    if (merges.length > 0) await log.append(merges);
  }

  private async merge(merges: readonly Followed<'CustomersMerged'>[]): Promise<void> {
    const { prospects, teller } = this.parts;
    for (const { event, payload } of merges) {
      if (!isProspect(event.subject) || isProspect(payload.into)) continue;
      // First who they are: what arrives from here on follows by itself, and what came before is in the history.
      await prospects.put(event.subject, payload.into);
      await teller.tellAll(event.subject, payload.into);
    }
  }

  private async forward(events: readonly StoredEvent[]): Promise<void> {
    const ofProspects = events.filter(({ subject }) => isProspect(subject));
    if (ofProspects.length === 0) return;
    const linked = await this.parts.prospects.load(ofProspects.map(({ subject }) => subject));
    for (const [prospect, into] of linked) {
      await this.parts.teller.tell(
        ofProspects.filter(({ subject }) => subject === prospect),
        into,
      );
    }
  }

  private those<T extends FollowedType>(events: readonly StoredEvent[], type: T): readonly Followed<T>[] {
    return events
      .filter((event) => event.type === type)
      .flatMap((event) => {
        try {
          return [{ event, payload: read(event).payload as Payloads[T] }];
        } catch (error) {
          if (!(error instanceof Unreadable)) throw error;
          this.parts.onUnreadable(event, error);
          return [];
        }
      });
  }
}

/** A prospect is recognised when the link to their customer was told, whichever of the two was learned last. */
function timeOf(owner: ContactPointOwner): string {
  return owner.since;
}
