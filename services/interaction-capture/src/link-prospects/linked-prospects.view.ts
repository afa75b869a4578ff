import type { CollectionDefinition, ViewCollection } from '@vilfredo/event-sourcing';
import { isProspect } from '../resolve-contacts/prospect.js';

/** Whom each prospect turned out to be. */
export const linkedProspectsCollection: CollectionDefinition = { name: 'linked-prospects', fields: {}, indexes: {} };

export class LinkedProspects {
  constructor(private readonly views: ViewCollection) {}

  /** The customers whom these turned out to be; only linked prospects are in the map. */
  async load(ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const prospects = [...new Set(ids)].filter(isProspect);
    if (prospects.length === 0) return new Map();
    const views = await this.views.load(prospects);
    return new Map([...views].map(([id, { body }]) => [id, JSON.parse(body) as string]));
  }

  /** A prospect is linked once, for ever. */
  async put(prospect: string, into: string): Promise<void> {
    await this.views.save([{ id: prospect, version: 0, body: JSON.stringify(into), fields: {} }]);
  }
}
