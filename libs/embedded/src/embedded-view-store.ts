import type { DatabaseSync } from 'node:sqlite';
import type { CollectionDefinition, ViewCollection, ViewStore } from '@vilfredo/event-sourcing';
import { openDatabase } from './data-folder.js';
import { EmbeddedViewCollection } from './embedded-view-collection.js';
import { Medium } from './medium.js';
import { type SharedSaves, sharedSaves } from './shared-saves.js';
import { Snapshots } from './view-snapshot.js';
import { prepareTable } from './view-table.js';

export interface ViewStoreSettings {
  /** Made when missing. */
  readonly folder: string;
  /** `views.db` can be dropped and folded again from the log; `keys.db` is for what no log can give back. `views.db` when absent. */
  readonly file?: 'views.db' | 'keys.db';
}

/**
 * The views in one SQLite file, a table per collection.
 * @throws Failure `invalid` on `data` when the folder is not usable
 */
export async function openViewStore({ folder, file = 'views.db' }: ViewStoreSettings): Promise<ViewStore> {
  // Views are written here and there: small pages keep what a commit writes small.
  return new EmbeddedViewStore(
    await openDatabase({
      folder,
      file,
      pageSize: 4_096,
      checkpointPages: 16_000,
      cacheKilobytes: 65_536,
      schema: '',
    }),
  );
}

class EmbeddedViewStore implements ViewStore {
  private readonly snapshots: Snapshots;
  private readonly medium: Medium;
  private readonly commits: SharedSaves;
  private closed = false;

  constructor(private readonly database: DatabaseSync) {
    this.snapshots = new Snapshots(database);
    this.medium = new Medium(database);
    this.commits = sharedSaves(database, this.medium);
  }

  async collection(definition: CollectionDefinition): Promise<ViewCollection> {
    this.snapshots.assertOpen();
    const table = prepareTable(this.database, definition);
    return new EmbeddedViewCollection(this.database, table, this.snapshots, this.commits, this.medium);
  }

  async close(): Promise<void> {
    if (this.closed) return;
    this.closed = true;
    await this.commits.drained();
    await this.medium.close();
    this.snapshots.close();
    this.database.close();
  }
}
