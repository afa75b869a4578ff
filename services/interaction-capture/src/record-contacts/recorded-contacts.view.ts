import type { CollectionDefinition, ViewCollection } from '@vilfredo/event-sourcing';
import type { KeptContact, SettledContact } from './settle-contacts.js';

/** What was settled about contacts, by their keys; stored before the log has them. */
export const recordedContactsCollection: CollectionDefinition = { name: 'recorded-contacts', fields: {}, indexes: {} };

export class RecordedContacts {
  constructor(private readonly views: ViewCollection) {}

  async load(keys: readonly string[]): Promise<ReadonlyMap<string, KeptContact>> {
    if (keys.length === 0) return new Map();
    const views = await this.views.load([...new Set(keys)]);
    return new Map(
      [...views].map(([key, { version, body }]) => [key, { version, contact: JSON.parse(body) as SettledContact }]),
    );
  }

  /** @returns the keys of those that others wrote first */
  async save(contacts: ReadonlyMap<string, KeptContact>): Promise<readonly string[]> {
    if (contacts.size === 0) return [];
    return this.views.save(
      [...contacts].map(([id, { version, contact }]) => ({ id, version, body: JSON.stringify(contact), fields: {} })),
    );
  }
}
