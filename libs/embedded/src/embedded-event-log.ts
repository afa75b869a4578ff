import type { DatabaseSync } from 'node:sqlite';
import {
  type AppendOutcome,
  type Clock,
  type Cursor,
  type EventLog,
  type EventToAppend,
  Failure,
  type HistoryQuery,
  type ReadPage,
  type ReadQuery,
  type StoredEvent,
  type Subscription,
  type SubscriptionOptions,
} from '@vilfredo/event-sourcing';
import { AppendSignal } from './append-signal.js';
import { CommittedPositions } from './committed-positions.js';
import { openDatabase } from './data-folder.js';
import { EventTail } from './event-tail.js';
import { GroupCommit } from './group-commit.js';
import { type Backoff, GroupSubscription } from './group-subscription.js';
import { KeyIndex } from './key-index.js';
import { bringKeysAlong } from './key-migration.js';
import { LogReader } from './log-reader.js';
import { LOG_SCHEMA } from './log-schema.js';
import { LogWriter } from './log-writer.js';
import { Medium } from './medium.js';
import { agreedPartitions } from './partitioning.js';
import { ReadableEnd } from './readable-end.js';

export interface EventLogSettings {
  /** Made when missing; the log is the file `log.db` in it. */
  readonly folder: string;
  readonly clock: Clock;
  /** Fixed when the folder is made (1 when not given); later it may be left out, and must be the same when given. */
  readonly partitions?: number;
  /** How a rejected batch is delivered again; 50 ms doubling up to 5 s when absent. */
  readonly backoff?: Backoff;
  /** Milliseconds after which appends of another process are noticed at the latest. */
  readonly pollEvery?: number;
  /** Events whose keys are held in memory before they are written as a run; 32,768 when absent. */
  readonly mergeKeysAt?: number;
}

/**
 * The log in one SQLite file. A cursor is the position of the last event read, in decimal; positions grow by one per
 * event over all topics and partitions and are the events' offsets. `recordedat` is one value for all appends that share a
 * transaction, greater than that of the transaction before, so 1 ms ahead of the clock where two fall into one millisecond.
 * @throws Failure `invalid` on `data` when the folder is not usable, on `partitions` when it was made with another number
 */
export async function openEventLog(settings: EventLogSettings): Promise<EventLog> {
  const { folder, partitions } = settings;
  const database = await openDatabase({
    folder,
    file: 'log.db',
    pageSize: 16_384,
    checkpointPages: 2_000,
    cacheKilobytes: 16_384,
    schema: LOG_SCHEMA,
  });
  try {
    bringKeysAlong(database);
    const log = new EmbeddedEventLog(database, settings, agreedPartitions(database, partitions));
    await log.readable.reach();
    return log;
  } catch (error) {
    database.close();
    throw error;
  }
}

class EmbeddedEventLog implements EventLog {
  readonly readable: ReadableEnd;
  private readonly medium: Medium;
  private readonly reader: LogReader;
  private readonly positions: CommittedPositions;
  private readonly commits: GroupCommit<EventToAppend, readonly AppendOutcome[]>;
  private readonly signal: AppendSignal;
  private readonly subscriptions = new Map<string, GroupSubscription>();
  private closing: Promise<void> | undefined;

  constructor(
    private readonly database: DatabaseSync,
    private readonly settings: EventLogSettings,
    private readonly partitions: number,
  ) {
    const keys = new KeyIndex(database, settings.mergeKeysAt ?? 32_768);
    const tail = new EventTail();
    const writer = new LogWriter(database, keys, settings.clock, partitions, tail);
    this.medium = new Medium(database);
    this.readable = new ReadableEnd(() => keys.end(), this.medium);
    this.reader = new LogReader(database, keys, tail, this.readable);
    this.positions = new CommittedPositions(database, this.medium);
    this.signal = new AppendSignal(() => this.readable.follow(), settings.pollEvery ?? 100);
    this.commits = new GroupCommit({
      write: (calls) => writer.write(calls),
      sync: () => this.readable.reach(),
      written: () => this.signal.raise(),
    });
  }

  async append(events: readonly EventToAppend[]): Promise<readonly AppendOutcome[]> {
    this.assertOpen();
    return events.length === 0 ? [] : this.commits.add(events);
  }

  async read(query: ReadQuery): Promise<ReadPage> {
    this.assertOpen();
    await this.readable.follow();
    return this.reader.page(query);
  }

  async history({ topics, subject }: HistoryQuery): Promise<readonly StoredEvent[]> {
    this.assertOpen();
    await this.readable.follow();
    return this.reader.history(topics, subject);
  }

  async end(): Promise<Cursor> {
    this.assertOpen();
    await this.readable.follow();
    return String(this.reader.end());
  }

  /** @throws Failure `conflict` when this log already serves the group: its order would be lost between two. */
  async subscribe(options: SubscriptionOptions): Promise<Subscription> {
    this.assertOpen();
    const { group } = options;
    if (this.subscriptions.has(group)) {
      throw new Failure('conflict', `${group} is subscribed already`, { field: 'group' });
    }
    const { clock, backoff = { first: 50, most: 5_000 } } = this.settings;
    const silence = this.signal.listen(() => subscription.notice());
    const subscription = new GroupSubscription(
      options,
      this.reader,
      this.positions,
      clock,
      backoff,
      this.partitions,
      () => this.commits.isBusy,
      () => {
        silence();
        this.subscriptions.delete(group);
      },
    );
    this.subscriptions.set(group, subscription);
    return subscription;
  }

  onAppend(listener: () => void): () => void {
    this.assertOpen();
    return this.signal.listen(listener);
  }

  close(): Promise<void> {
    this.closing ??= this.closeAll();
    return this.closing;
  }

  private async closeAll(): Promise<void> {
    await this.commits.drained();
    const stopped = await Promise.allSettled(
      [...this.subscriptions.values()].map((subscription) => subscription.stop()),
    );
    await this.signal.stop();
    await this.medium.close();
    this.database.close();
    const failed = stopped.find((outcome) => outcome.status === 'rejected');
    if (failed !== undefined) throw failed.reason;
  }

  private assertOpen(): void {
    if (this.closing !== undefined) throw new Failure('unavailable', 'the event log is closed');
  }
}
