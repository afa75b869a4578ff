import type { CollectionDefinition, ViewCollection, ViewStore } from '@vilfredo/event-sourcing';
import type { Connection } from 'mongoose';
import {
  connect,
  databaseOf,
  type MongoViewStoreSettings,
  type ServerKind,
  serverKind,
  standardTimeoutMs,
} from './connection.js';
import { HeartbeatWatch } from './heartbeat-watch.js';
import { asking } from './mongo-failure.js';
import { MongoViewCollection } from './mongo-view-collection.js';

export type { MongoViewStoreSettings } from './connection.js';

/**
 * The views in a MongoDB database, a collection per kind. MongoDB is a replica set (one member will do) or sharded by `_id`.
 * @throws Failure `invalid` on `url` when it leads to no such thing, `unavailable` when nobody answers
 */
export async function openMongoViewStore(settings: MongoViewStoreSettings): Promise<ViewStore> {
  const connection = await connect(settings);
  try {
    const kind = await serverKind(connection);
    const { timeoutMs = standardTimeoutMs, log = () => undefined } = settings;
    // The driver waits for an answer, and where the server tells of news by itself also until there are some.
    const watch = new HeartbeatWatch({ client: connection.getClient(), patienceMs: 3 * timeoutMs, log });
    return new MongoViewStore(connection, kind, watch);
  } catch (error) {
    await connection.close();
    throw error;
  }
}

class MongoViewStore implements ViewStore {
  constructor(
    private readonly connection: Connection,
    private readonly kind: ServerKind,
    private readonly watch: HeartbeatWatch,
  ) {}

  async collection(definition: CollectionDefinition): Promise<ViewCollection> {
    databaseOf(this.connection);
    return MongoViewCollection.open(this.connection, definition, this.kind);
  }

  /** Operations that still go on fail as `unavailable`. */
  async close(): Promise<void> {
    await this.watch.end();
    await asking(() => this.connection.close());
  }
}
