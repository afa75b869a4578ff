/** A value by which views are filtered or ordered. */
export type Field = string | number | null;

/** One sort key of an index. */
export interface IndexKey {
  readonly field: string;
  readonly order?: 'asc' | 'desc';
  /** Views whose field is null are left out of the index: it costs nothing for those that nobody looks for by it. */
  readonly present?: true;
}

export interface CollectionDefinition {
  /** Lower-case letters, digits and hyphens. */
  readonly name: string;
  /** The fields that views are stored with beside their body, by type. */
  readonly fields: Readonly<Record<string, 'text' | 'number'>>;
  /** Every query names one of these; the id is always the last key, so that order is total. */
  readonly indexes: Readonly<Record<string, readonly IndexKey[]>>;
  /** Saves may have something to tell, which is kept with them until it is told. */
  readonly keepsOutbox?: true;
}

export interface StoredView {
  readonly id: string;
  /** Counts the saves of this view; 0 stands for "not there yet". */
  readonly version: number;
  /** JSON text. */
  readonly body: string;
  readonly fields: Readonly<Record<string, Field>>;
}

/** What the save of a view is to tell others. */
export interface OutboxEntry {
  /** Number of the save, greater than that of every save before. */
  readonly save: number;
  readonly changes: string;
}

/** A view to write, valid only while the stored version still is `version`; in one step with what it is to tell. */
export interface GuardedSave extends StoredView {
  /** For collections that keep an outbox. */
  readonly outbox?: OutboxEntry;
}

/** What is kept of one save of a view. */
export interface KeptOutbox extends OutboxEntry {
  readonly id: string;
}

export interface ViewQuery {
  readonly index: string;
  /** Equality on a prefix of the index keys. */
  readonly equals?: Readonly<Record<string, Field>>;
  /** Bounds the first index key after the prefix (inclusive). Views whose field is null are outside every bound. */
  readonly atLeast?: Field;
  readonly atMost?: Field;
  readonly after?: string;
  readonly limit: number;
}

export interface ViewPage {
  readonly items: readonly StoredView[];
  /** Absent on the last page. */
  readonly next?: string;
}

/** Port: the views of one kind. Adapters are proved by `viewStoreContract` in libs/testing. */
export interface ViewCollection {
  /** The views there are among `ids`; the missing ones are simply not in the map. */
  load(ids: readonly string[]): Promise<ReadonlyMap<string, StoredView>>;
  /**
   * Writes every view whose stored version still equals the given one (and makes it version + 1); durable when resolved.
   * @returns the ids that lost the race, empty when all were written. Those are to be decided again.
   * @throws Failure `unavailable` when the medium refuses: then nothing was written; or, where it is reached over a network, any of
   * the views, each in one step. The same save may be tried again.
   */
  save(views: readonly GuardedSave[]): Promise<readonly string[]>;
  /**
   * A page along a declared index. A view present throughout a walk of pages, and not moved along the index meanwhile, is seen exactly once.
   * @throws Failure `invalid` naming what is wrong, when the index is not declared, `equals` is no prefix of it, or the cursor is not one of its.
   */
  query(query: ViewQuery): Promise<ViewPage>;
  /** Every view by ascending id, as of one moment, however many writes go on meanwhile. */
  snapshot(pageSize?: number): AsyncIterable<readonly StoredView[]>;
  /**
   * What saves later than this one have to tell, ascending by save, page by page. Of each view it is surely there for its
   * last save: whoever saves a view again has told what it had to tell before.
   */
  outbox(after: number): AsyncIterable<readonly KeptOutbox[]>;
  /** What saves up to this one had to tell is told, and need not be kept; for a collection that nobody else saves to. */
  letGoOfOutbox(through: number): void;
  count(): Promise<number>;
  /** Removes the view whatever its version; true when it was there. */
  remove(id: string): Promise<boolean>;
  /** Atomically makes the content of `candidate` the content of this collection and leaves `candidate` empty. */
  replaceWith(candidate: ViewCollection): Promise<void>;
  clear(): Promise<void>;
}

/** Port: where views are kept. */
export interface ViewStore {
  /** Opens the collection, building declared indexes that are missing. */
  collection(definition: CollectionDefinition): Promise<ViewCollection>;
  close(): Promise<void>;
}
