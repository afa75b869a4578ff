import type { CollectionDefinition, ViewCollection } from '@vilfredo/event-sourcing';
import type { KeptStatement } from './settle-statement.js';

/** What each source said last of each customer, in marks; stored before the log has it. */
export const toldRegistrationsCollection: CollectionDefinition = {
  name: 'told-registrations',
  fields: {},
  indexes: {},
};

/** What one source said of one customer, by the things that it was about. */
export interface KeptRegistration {
  readonly version: number;
  readonly things: ReadonlyMap<string, KeptStatement>;
}

export class ToldRegistrations {
  constructor(private readonly views: ViewCollection) {}

  async load(keys: readonly string[]): Promise<ReadonlyMap<string, KeptRegistration>> {
    if (keys.length === 0) return new Map();
    const views = await this.views.load([...new Set(keys)]);
    return new Map(
      [...views].map(([key, { version, body }]) => [
        key,
        { version, things: new Map(JSON.parse(body) as [string, KeptStatement][]) },
      ]),
    );
  }

  /** @returns the keys of those that others wrote first */
  async save(registrations: ReadonlyMap<string, KeptRegistration>): Promise<readonly string[]> {
    if (registrations.size === 0) return [];
    return this.views.save(
      [...registrations].map(([id, { version, things }]) => ({
        ...{ id, version, fields: {} },
        body: JSON.stringify([...things]),
      })),
    );
  }
}
