import type { CollectionDefinition, ViewCollection } from '@vilfredo/event-sourcing';
import { type ContactPointOwner, type Link, linked } from './contact-point-owner.js';

/** Whom each contact point stands for, by its fingerprint. */
export const contactPointsCollection: CollectionDefinition = { name: 'contact-points', fields: {}, indexes: {} };

const attempts = 10;

export class ContactPoints {
  constructor(private readonly views: ViewCollection) {}

  async load(fingerprints: readonly string[]): Promise<ReadonlyMap<string, ContactPointOwner>> {
    if (fingerprints.length === 0) return new Map();
    const views = await this.views.load([...new Set(fingerprints)]);
    return new Map([...views].map(([id, { body }]) => [id, JSON.parse(body) as ContactPointOwner]));
  }

  /** Takes links into account, each once however often it comes; who stands behind each of the points then. */
  async link(links: readonly Link[]): Promise<ReadonlyMap<string, ContactPointOwner>> {
    let open = links;
    const owners = new Map<string, ContactPointOwner>();
    for (let attempt = 0; attempt < attempts && open.length > 0; attempt++) {
      const views = await this.views.load([...new Set(open.map(({ fingerprint }) => fingerprint))]);
      const changed = new Map<string, ContactPointOwner>();
      for (const link of open) {
        const view = views.get(link.fingerprint);
        const before = changed.get(link.fingerprint) ?? (view && (JSON.parse(view.body) as ContactPointOwner));
        const owner = linked(before, link);
        owners.set(link.fingerprint, owner);
        if (owner !== before) changed.set(link.fingerprint, owner);
      }
      const lost = await this.views.save(
        [...changed].map(([id, owner]) => ({
          id,
          version: views.get(id)?.version ?? 0,
          body: JSON.stringify(owner),
          fields: {},
        })),
      );
      open = open.filter(({ fingerprint }) => lost.includes(fingerprint));
    }
    return owners;
  }
}
