import { randomUUID } from 'node:crypto';
import {
  type AppendOutcome,
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
import { type ItemLimits, itemOf } from './append-item.js';
import { AppendOnce } from './append-once.js';
import { AppendQueue } from './append-queue.js';
import { AppendSignal } from './append-signal.js';
import { type Connected, connect, disconnect } from './connections.js';
import { CursorText } from './cursor-text.js';
import { EventIdRegistry, eventIdCollection } from './event-id-registry.js';
import { GroupConsumer } from './group-consumer.js';
import { GroupPositions } from './group-positions.js';
import { GroupSubscription } from './group-subscription.js';
import { IdempotentProducer } from './idempotent-producer.js';
import { checkedSettings, type KafkaSettings } from './kafka-settings.js';
import { LogReader } from './log-reader.js';
import { historyCollection, indexedCollection } from './partition-index.js';
import { partitionsOf } from './positions.js';
import { SubjectHistory } from './subject-history.js';
import { WrittenIds } from './written-ids.js';

/** Of a batch: the attributes around its records. */
const BATCH_OVERHEAD = 1_000;
const MOST_BATCH_BYTES = 900_000;

/**
 * The log on Kafka. Topics are made when they are missing. A cursor holds the next offset of every partition. `recordedat`
 * is the broker's time of appending: it does not decrease along a partition. An append is not atomic over partitions: when
 * it fails with `unavailable`, some of its events may be written; doing it again writes the others, and none twice.
 * @throws Failure `invalid`, naming the field, when settings or existing topics are not fit; `unavailable` when Kafka is not there
 */
export async function openKafkaEventLog(settings: KafkaSettings): Promise<EventLog> {
  const checked = checkedSettings(settings);
  const connected = await connect(checked);
  try {
    const { store } = checked;
    const [ids, history, indexed] = await Promise.all(
      [eventIdCollection, historyCollection, indexedCollection].map((definition) => store.collection(definition)),
    );
    const ends = await connected.reading.ends(partitionsOf(connected.counts.keys(), connected.counts));
    const registry = new EventIdRegistry(ids!);
    const subjects = new SubjectHistory(connected.reading, connected.counts, {
      entries: history!,
      indexed: indexed!,
    });
    return new KafkaEventLog(checked, connected, subjects, (producer, limits) => {
      return new AppendOnce(registry, producer, new WrittenIds(connected.reading), ends, {
        owner: randomUUID(),
        takeOverAfter: checked.takeOverAfter ?? 10_000,
        bytesPerPartition: limits.bytes,
        log: connected.log,
      });
    });
  } catch (error) {
    await disconnect(connected);
    throw error;
  }
}

class KafkaEventLog implements EventLog {
  private readonly limits: ItemLimits;
  private readonly producer: IdempotentProducer;
  private readonly queue: AppendQueue;
  private readonly reader: LogReader;
  private readonly cursors: CursorText;
  private readonly signal: AppendSignal;
  private readonly subscriptions = new Map<string, GroupSubscription | undefined>();
  private closing: Promise<void> | undefined;

  constructor(
    private readonly settings: KafkaSettings,
    private readonly connected: Connected,
    private readonly subjects: SubjectHistory,
    makeOnce: (producer: IdempotentProducer, limits: ItemLimits) => AppendOnce,
  ) {
    const { counts, reading, writing, names, logId, batchBytes } = connected;
    const bytes = Math.min(MOST_BATCH_BYTES, batchBytes - BATCH_OVERHEAD);
    this.limits = { counts, source: settings.source ?? 'vilfredo', bytes };
    this.producer = new IdempotentProducer(writing, names, connected.log);
    this.cursors = new CursorText(logId, counts);
    this.reader = new LogReader(reading, counts, this.cursors);
    this.signal = new AppendSignal(() => this.end(), settings.pollEvery ?? 250);
    this.queue = new AppendQueue(makeOnce(this.producer, this.limits), {
      timeout: settings.appendTimeout ?? 15_000,
      appended: () => this.signal.raise(),
    });
  }

  async append(events: readonly EventToAppend[]): Promise<readonly AppendOutcome[]> {
    this.assertOpen();
    const items = events.map((event) => itemOf(event, this.limits));
    return items.length === 0 ? [] : this.queue.append(items);
  }

  async read(query: ReadQuery): Promise<ReadPage> {
    this.assertOpen();
    return this.reader.page(query);
  }

  async history(query: HistoryQuery): Promise<readonly StoredEvent[]> {
    this.assertOpen();
    return this.subjects.of(query);
  }

  async end(): Promise<Cursor> {
    this.assertOpen();
    return this.cursors.write(await this.reader.ends());
  }

  /**
   * @throws Failure `conflict` when this connection already serves the group, `invalid` on `topics` when one is not of this
   *   log, `unavailable` when the group cannot be joined
   */
  async subscribe(options: SubscriptionOptions): Promise<Subscription> {
    this.assertOpen();
    const { group, topics } = options;
    const { counts } = this.connected;
    const unknown = topics.find((topic) => !counts.has(topic));
    if (unknown !== undefined) throw new Failure('invalid', `${unknown} is no topic of this log`, { field: 'topics' });
    if (this.subscriptions.has(group)) {
      throw new Failure('conflict', `${group} is subscribed already`, { field: 'group' });
    }
    this.subscriptions.set(group, undefined);
    const released = () => this.subscriptions.delete(group);
    try {
      const subscription = await this.join(options, released);
      this.subscriptions.set(group, subscription);
      return subscription;
    } catch (error) {
      released();
      throw error;
    }
  }

  onAppend(listener: () => void): () => void {
    this.assertOpen();
    return this.signal.listen(listener);
  }

  close(): Promise<void> {
    this.closing ??= this.closeAll();
    return this.closing;
  }

  private async join(options: SubscriptionOptions, released: () => void): Promise<GroupSubscription> {
    const { group, topics } = options;
    const { counts, reading, names, kafka, log, session, onFatal } = this.connected;
    const { clock, backoff = { first: 50, most: 5_000 }, stuckAfter = 60_000 } = this.settings;
    const positions = await GroupPositions.open(reading, group, topics, counts);
    const partitions = partitionsOf(topics, counts).length;
    const subscription = new GroupSubscription(options, positions, {
      ...{ clock, names, backoff, stuckAfter, log, onFatal, released, cursors: this.cursors },
      heartbeat: session.heartbeat,
      partitions: this.settings.partitions,
      makeConsumer: (listener) => new GroupConsumer(kafka, names, { group, topics, partitions, session }, listener),
    });
    try {
      await subscription.start();
    } catch (error) {
      await subscription.stop();
      throw error;
    }
    return subscription;
  }

  private async closeAll(): Promise<void> {
    const drained = this.queue.drain();
    const stopped = await Promise.allSettled(
      [...this.subscriptions.values()].map((subscription) => subscription?.stop()),
    );
    this.signal.stop();
    this.producer.close();
    await drained;
    await disconnect(this.connected);
    const failed = stopped.find((outcome) => outcome.status === 'rejected');
    if (failed !== undefined) throw failed.reason;
  }

  private assertOpen(): void {
    if (this.closing !== undefined) throw new Failure('unavailable', 'the event log is closed');
  }
}
