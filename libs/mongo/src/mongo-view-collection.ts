import {
  type CollectionDefinition,
  Failure,
  type GuardedSave,
  type KeptOutbox,
  type StoredView,
  type ViewCollection,
  type ViewPage,
  type ViewQuery,
} from '@vilfredo/event-sourcing';
import type { Connection, Model } from 'mongoose';
import { databaseOf, type ServerKind } from './connection.js';
import { guardedWrite, saveGuarded } from './guarded-save.js';
import { asking, failureOfMongo } from './mongo-failure.js';
import { keptOutboxOf, outboxIndex, storedDefinition, storedView } from './outbox-fields.js';
import { writeCursor } from './view-cursor.js';
import { fieldsToStore, viewOf } from './view-document.js';
import { buildIndexes, ordering, type ViewDocument, type Views, viewModel, viewsOf } from './view-model.js';
import { copiedPages, snapshotPages } from './view-snapshot.js';
import { stretchesOf } from './view-stretches.js';

/** Views whose outbox is read at once. */
const outboxPage = 500;

interface DocumentPage {
  readonly items: readonly ViewDocument[];
  readonly next?: string;
}

/** The views of one kind in a MongoDB collection of their own. Nulls are first along an ascending key and last along a descending one. */
export class MongoViewCollection implements ViewCollection {
  private constructor(
    private readonly connection: Connection,
    private readonly definition: CollectionDefinition,
    /** With the fields and indexes that are kept beside those declared. */
    private readonly stored: CollectionDefinition,
    private readonly kind: ServerKind,
    private readonly model: Model<ViewDocument>,
  ) {}

  static async open(connection: Connection, definition: CollectionDefinition, kind: ServerKind) {
    const stored = storedDefinition(definition);
    const model = viewModel(connection, stored, kind);
    await buildIndexes(model);
    return new MongoViewCollection(connection, definition, stored, kind, model);
  }

  async load(ids: readonly string[]): Promise<ReadonlyMap<string, StoredView>> {
    const found = new Map<string, StoredView>();
    // An id that is not well-formed names no view, and would be sent as another.
    const wanted = ids.filter((id) => id.isWellFormed());
    if (wanted.length === 0) return found;
    const filter = { _id: { $in: wanted } };
    const documents = await asking(() => this.views.find(filter, { batchSize: wanted.length }).toArray());
    for (const document of documents) found.set(document._id, viewOf(document, this.definition));
    return found;
  }

  /**
   * As the port says, but for a failure: when an answer is not to be had, some views may be written and others not, and
   * `unavailable` says that nobody knows. They are to be loaded again, with what they hold to publish.
   */
  async save(views: readonly GuardedSave[]): Promise<readonly string[]> {
    const writes = views.map((view) => guardedWrite(view, fieldsToStore(storedView(view), this.stored)));
    if (writes.length === 0) return [];
    const lost = await saveGuarded(this.views, writes);
    return lost.flatMap((position) => views[position]?.id ?? []);
  }

  async query(query: ViewQuery): Promise<ViewPage> {
    const { items, next } = await this.page(query, this.definition);
    return {
      items: items.map((document) => viewOf(document, this.definition)),
      ...(next === undefined ? {} : { next }),
    };
  }

  async *snapshot(pageSize = 1_000): AsyncGenerator<readonly StoredView[]> {
    assertCount('pageSize', pageSize);
    const pages =
      this.kind === 'cluster'
        ? snapshotPages(this.connection, this.views, pageSize)
        : copiedPages(this.connection, this.definition.name, pageSize);
    for await (const page of pages) yield page.map((document) => viewOf(document, this.definition));
  }

  async *outbox(save: number): AsyncGenerator<readonly KeptOutbox[]> {
    if (!this.definition.keepsOutbox) return;
    let after: string | undefined;
    do {
      const query = { index: outboxIndex, atLeast: save + 1, limit: outboxPage };
      const { items, next } = await this.page(after === undefined ? query : { ...query, after }, this.stored);
      if (items.length > 0) yield items.map((document) => keptOutboxOf(viewOf(document, this.stored)));
      after = next;
    } while (after !== undefined);
  }

  /** The next save of a view does. */
  letGoOfOutbox(): void {}

  /** As MongoDB keeps count: what it was killed amid may be missing in that until it has checked. */
  count(): Promise<number> {
    // Counting the documents reads them all, and this is asked at each look at the figures.
    return asking(() => this.views.estimatedDocumentCount());
  }

  async remove(id: string): Promise<boolean> {
    if (!id.isWellFormed()) return false;
    const { deletedCount } = await asking(() => this.views.deleteOne({ _id: id }));
    return deletedCount === 1;
  }

  /**
   * By renaming, which for every reader and writer happens at one moment. On `unavailable` it may or may not have happened;
   * then the candidate is to be filled anew before it is tried again, as it may be empty already.
   * @throws Failure `invalid` when the candidate is of another store, or stores other fields
   */
  async replaceWith(candidate: ViewCollection): Promise<void> {
    if (!(candidate instanceof MongoViewCollection) || candidate.connection !== this.connection) {
      throw new Failure('invalid', 'is no collection of this store', { field: 'candidate' });
    }
    if (candidate.definition.name === this.definition.name) return;
    if (fieldsOf(candidate.definition) !== fieldsOf(this.definition)) {
      throw new Failure('invalid', 'has other fields', { field: 'candidate' });
    }
    await buildIndexes(candidate.model);
    await this.takeName(candidate);
    // The candidate has brought its own indexes along, and left itself none.
    await Promise.all([buildIndexes(this.model), buildIndexes(candidate.model)]);
  }

  async clear(): Promise<void> {
    await asking(() => this.views.deleteMany({}));
  }

  /** A page along an index of a definition. */
  private async page(query: ViewQuery, definition: CollectionDefinition): Promise<DocumentPage> {
    const { indexes } = definition;
    const keys = Object.hasOwn(indexes, query.index) ? indexes[query.index] : undefined;
    if (keys === undefined) throw new Failure('invalid', `${query.index} is no declared index`, { field: 'index' });
    assertCount('limit', query.limit);
    const found: ViewDocument[] = [];
    for (const stretch of stretchesOf(query, keys, definition)) {
      // One more than wanted tells whether there is a next page.
      const missing = query.limit + 1 - found.length;
      if (missing === 0) break;
      const options = { limit: missing, batchSize: missing, sort: ordering(keys) };
      found.push(...(await asking(() => this.views.find(stretch, options).toArray())));
    }
    const items = found.slice(0, query.limit);
    const last = items.at(-1);
    if (found.length === items.length || last === undefined) return { items };
    const place = { keys: keys.map(({ field }) => last.fields[field] ?? null), id: last._id };
    return { items, next: writeCursor(query.index, place) };
  }

  private get views(): Views {
    databaseOf(this.connection);
    return viewsOf(this.model);
  }

  private async takeName(candidate: MongoViewCollection): Promise<void> {
    const database = databaseOf(this.connection);
    const { name } = candidate.definition;
    try {
      await database.renameCollection(name, this.definition.name, { dropTarget: true });
    } catch (error) {
      // The answer may be all that was lost: a collection that has just been there is gone by having got the other name.
      const left = await asking(() => database.listCollections({ name }, { nameOnly: true }).toArray());
      if (left.some((collection) => collection.name === name)) throw failureOfMongo(error);
    }
  }
}

function fieldsOf({ fields }: CollectionDefinition): string {
  return Object.keys(fields).sort().join();
}

function assertCount(field: string, count: number): void {
  if (!Number.isSafeInteger(count) || count < 1) throw new Failure('invalid', 'must be 1 or more', { field });
}
