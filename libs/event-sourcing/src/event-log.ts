import type { EventToAppend, StoredEvent } from './event.js';

/** What became of one event of an append. `conflict`: the id is taken by other content; nothing was written for it. */
export type AppendOutcome = 'appended' | 'duplicate' | 'conflict';

/** Where a reader stands in a log: opaque text, comparable only by the log that gave it. */
export type Cursor = string;

export interface EventPage {
  readonly events: readonly StoredEvent[];
  /** Read on from here; equal to the cursor asked with when there was nothing. */
  readonly cursor: Cursor;
}

export interface ReadPage extends EventPage {
  /** Where a reader stands who has taken the events up to this one (by its index in `events`) and no more. */
  cursorAfter(index: number): Cursor;
}

export interface ReadQuery {
  readonly topics: readonly string[];
  readonly after?: Cursor;
  readonly through?: Cursor;
  readonly limit: number;
}

export interface SubscriptionOptions {
  /** Each group has its own committed position. */
  readonly group: string;
  readonly topics: readonly string[];
  /** The most events in one batch. */
  readonly batchSize: number;
  /**
   * Resolving commits the batch; rejecting delivers it again, with backoff. Within a batch the events of one
   * partition are in their order; one call at a time.
   */
  readonly onBatch: (batch: EventPage) => Promise<void>;
  /** A batch was rejected: told once per attempt, so that the owner can log and count. */
  readonly onFailure?: (error: unknown, attempt: number) => void;
  /** Partition numbers, of all topics alike, that this subscriber serves from now on. Told between batches. */
  readonly onAssigned?: (partitions: readonly number[]) => void;
  /** Others serve its partitions from now on: what it remembers of them may be outdated. Told between batches. */
  readonly onRevoked?: () => void;
}

export interface Subscription {
  /** Events that are in the log and not yet committed by this group. */
  lag(): Promise<number>;
  /** When the loop last went round, in epoch milliseconds: liveness is progress. */
  lastProgress(): number;
  /** Committed position of the group. */
  committed(): Cursor;
  /** The partition numbers that this subscriber serves now. */
  owned(): readonly number[];
  /** Whether a subject's events come here; given partition numbers, whether they come by one of these, whoever serves it. */
  owns(subject: string, among?: readonly number[]): boolean;
  /** Finishes the batch in hand, commits it, and delivers no more. */
  stop(): Promise<void>;
}

export interface HistoryQuery {
  readonly topics: readonly string[];
  readonly subject: string;
  /**
   * One of the subject's events: what follows it on its topic may be missing, so that a log which others write need not
   * be asked for more than is known to be there.
   */
  readonly upTo?: Pick<StoredEvent, 'topic' | 'partition' | 'offset'>;
}

/** Port: the durable, ordered record of what happened. Adapters are proved by `eventLogContract` in libs/testing. */
export interface EventLog {
  /**
   * Appends all or nothing and resolves after the medium has it (fsync, acks=all).
   * Outcomes are in the order of `events`; duplicates and conflicts do not hinder the rest.
   * @throws Failure `unavailable` when the medium refuses (full disk, lost broker): then nothing is promised, and the
   * same append may be tried again, for what is there already is a duplicate.
   */
  append(events: readonly EventToAppend[]): Promise<readonly AppendOutcome[]>;
  /**
   * The next events after `after` (from the start when absent) and not after `through`: `limit` of them, fewer only where
   * the log held no more when it was asked.
   */
  read(query: ReadQuery): Promise<ReadPage>;
  /** All of one subject's events on these topics, in the order of each partition. */
  history(query: HistoryQuery): Promise<readonly StoredEvent[]>;
  /** The position after the last event there is. */
  end(): Promise<Cursor>;
  subscribe(options: SubscriptionOptions): Promise<Subscription>;
  /** Calls `listener` soon after each append, until the returned function is called. */
  onAppend(listener: () => void): () => void;
  close(): Promise<void>;
}
