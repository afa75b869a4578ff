import { hash } from 'node:crypto';
import type { CollectionDefinition, EventToAppend, StoredView, ViewCollection } from '@vilfredo/event-sourcing';
import type { TopicPartition } from './positions.js';

export const eventIdCollection: CollectionDefinition = { name: 'event-ids', fields: {}, indexes: {} };

/** What is known of an event id. */
export interface Claim extends TopicPartition {
  readonly id: string;
  /** Stored version of this entry: what is built on an older one is in vain. */
  readonly version: number;
  readonly fingerprint: string;
  /**
   * `claimed`: its owner is about to write it, or was when it died. `unsure`: its owner failed to write it, or could not
   * see whether it had. `written`: it is in the log.
   */
  readonly state: 'claimed' | 'unsure' | 'written';
  readonly owner: string;
  /** Nothing of this event is in the partition before this offset. */
  readonly from: number;
}

/** Two appends with one id are the same fact when this is equal. */
export function fingerprintOf(event: Pick<EventToAppend, 'type' | 'subject' | 'time' | 'data'>): string {
  return hash('sha256', JSON.stringify([event.type, event.subject, event.time, event.data]), 'base64url').slice(0, 27);
}

/**
 * Which event ids are in the log, and which are about to be: Kafka does not look for an id itself. Whoever appends claims the
 * id first, by a guarded insert, so that of two only one writes it; a claim whose owner died is taken over.
 */
export class EventIdRegistry {
  constructor(private readonly entries: ViewCollection) {}

  async look(ids: readonly string[]): Promise<ReadonlyMap<string, Claim>> {
    if (ids.length === 0) return new Map();
    const found = await this.entries.load(ids);
    return new Map([...found.values()].map((view) => [view.id, claimFrom(view)]));
  }

  /**
   * Stores claims as they are, each valid only while its entry still has the claim's version (0: there is none).
   * @returns those that were stored, with their new version, by id
   */
  async put(claims: readonly Claim[]): Promise<ReadonlyMap<string, Claim>> {
    if (claims.length === 0) return new Map();
    const lost = new Set(await this.entries.save(claims.map(viewOf)));
    return new Map(
      claims.filter(({ id }) => !lost.has(id)).map((claim) => [claim.id, { ...claim, version: claim.version + 1 }]),
    );
  }
}

function viewOf({ id, version, ...rest }: Claim): StoredView {
  // Where it was to be written matters only until it is.
  const { state, fingerprint } = rest;
  return { id, version, body: JSON.stringify(state === 'written' ? { state, fingerprint } : rest), fields: {} };
}

function claimFrom({ id, version, body }: StoredView): Claim {
  const entry = JSON.parse(body) as Partial<Omit<Claim, 'id' | 'version'>>;
  const { fingerprint = '', state = 'unsure', owner = '', from = 0, topic = '', partition = 0 } = entry;
  return { id, version, fingerprint, state, owner, from, topic, partition };
}
