import { setImmediate as nextTurn } from 'node:timers/promises';
import { type Clock, type Cursor, type Subscription, type SubscriptionOptions } from '@vilfredo/event-sourcing';
import type { EachBatchPayload } from 'kafkajs';
import { BatchLanes, type Taken } from './batch-lanes.js';
import { ConsumerKeeper, type KeeperSettings, type Work } from './consumer-keeper.js';
import type { CursorText } from './cursor-text.js';
import { RecordReader } from './event-record.js';
import { isMembershipOver } from './group-consumer.js';
import type { GroupPositions } from './group-positions.js';
import { partitionOf } from './murmur2.js';
import { OffsetCommits } from './offset-commits.js';
import type { Place } from './partition-reading.js';
import { MovingPositions } from './positions.js';
import type { TopicNames } from './topic-names.js';

export interface GroupSettings extends Omit<KeeperSettings, 'group'> {
  readonly clock: Clock;
  readonly names: TopicNames;
  /** Of every topic whose key is the subject. */
  readonly partitions: number;
  readonly cursors: CursorText;
  readonly backoff: { readonly first: number; readonly most: number };
  readonly heartbeat: number;
  readonly released: () => void;
}

/** An idle loop still goes round this often: liveness can be seen, and a commit that failed is tried again. */
const IDLE_MS = 1_000;

/**
 * Delivers one group's batches, one at a time. kafkajs waits in its `eachBatch` until what it handed over is done with, so
 * it neither fetches nor joins anew meanwhile; a rejected batch is tried again here, so it never hears of it. When the
 * membership ends, what was handed over is dropped: the batch in hand is finished, and not committed.
 */
export class GroupSubscription implements Subscription, Work {
  private readonly lanes = new BatchLanes();
  private readonly commits: OffsetCommits;
  private readonly keeper: ConsumerKeeper;
  private readonly notices: (() => void)[] = [];
  private numbers: readonly number[] = [];
  /** Of the membership that is over: to be asked for again. */
  private lastNumbers: readonly number[] = [];
  private isMember = false;
  /** Counts memberships: what was begun in one is not committed in another. */
  private era = 0;
  /** Of the batch that came last: kafkajs's consumer has no heartbeat, and repeats a commit under the next membership. */
  private member: Pick<EachBatchPayload, 'heartbeat' | 'commitOffsetsIfNecessary'> | undefined;
  private beat: NodeJS.Timeout | undefined;
  private progressAt: number;
  private stopping: Promise<void> | undefined;
  private wake: (() => void) | undefined;
  private ended: Promise<void> = Promise.resolve();

  constructor(
    private readonly options: SubscriptionOptions,
    private readonly positions: GroupPositions,
    private readonly settings: GroupSettings,
  ) {
    this.progressAt = settings.clock();
    this.commits = new OffsetCommits(
      (places) => this.commit(places),
      (places) => positions.committed(places),
      (error) => this.endMembership(error, 'positions not committed'),
    );
    this.keeper = new ConsumerKeeper(this, { ...settings, group: options.group });
  }

  async start(): Promise<void> {
    await this.keeper.start();
    this.beat = setInterval(() => void this.sendHeartbeat(), this.settings.heartbeat / 2);
    this.ended = this.run().catch((error: unknown) => this.settings.onFatal(error as Error));
  }

  async lag(): Promise<number> {
    if (!this.positions.areAll(this.numbers)) await this.positions.refresh();
    return this.positions.lag();
  }

  lastProgress(): number {
    return this.progressAt;
  }

  committed(): Cursor {
    return this.settings.cursors.write(this.positions.now);
  }

  owned(): readonly number[] {
    return this.numbers;
  }

  owns(subject: string, among = this.numbers): boolean {
    return among.includes(partitionOf(Buffer.from(subject), this.settings.partitions));
  }

  lastOwned(): readonly number[] {
    return this.isMember ? this.numbers : this.lastNumbers;
  }

  stop(): Promise<void> {
    this.stopping ??= this.end();
    return this.stopping;
  }

  async batch(payload: EachBatchPayload): Promise<void> {
    const { batch, resolveOffset, isRunning } = payload;
    const { era } = this;
    if (this.stopping !== undefined || !isRunning()) return;
    const { partition } = batch;
    const topic = this.settings.names.ours(batch.topic);
    const reader = new RecordReader(topic, partition);
    this.member = payload;
    const opened = this.lanes.open({
      topic,
      partition,
      events: batch.messages.map((message) => reader.read(message)),
      next: Number(batch.lastOffset()) + 1,
    });
    this.wake?.();
    if ((await opened) && era === this.era) resolveOffset(batch.lastOffset());
  }

  joined(numbers: readonly number[]): void {
    if (this.isMember) this.left();
    this.isMember = true;
    this.numbers = numbers;
    this.notices.push(() => this.options.onAssigned?.(numbers));
    this.positions
      .refresh()
      .catch((error: unknown) =>
        this.settings.log('warn', 'positions of the group not read', { error: String(error) }),
      );
    this.wake?.();
  }

  left(): void {
    this.revoke(undefined);
  }

  fetched(): void {
    this.progressAt = this.settings.clock();
  }

  isBusy(): boolean {
    return this.lanes.isOut;
  }

  missing(): Promise<number> {
    return this.isMember ? this.positions.lag(this.numbers) : this.lag();
  }

  private async commit(places: readonly Place[]): Promise<void> {
    const topics = [...Map.groupBy(places, ({ topic }) => topic)].map(([topic, own]) => ({
      topic: this.settings.names.inKafka(topic),
      partitions: own.map(({ partition, offset }) => ({ partition, offset: String(offset) })),
    }));
    await this.member?.commitOffsetsIfNecessary({ topics });
  }

  private revoke(error: Error | undefined): void {
    if (!this.isMember) return;
    this.isMember = false;
    this.era += 1;
    this.lastNumbers = this.numbers;
    this.numbers = [];
    this.commits.forget();
    this.lanes.drop(error);
    this.notices.push(() => this.options.onRevoked?.());
    this.wake?.();
  }

  /** kafkajs joins anew when it gets the error back, out of the lanes. */
  private endMembership(error: unknown, what: string): void {
    if (isMembershipOver(error)) this.revoke(error as Error);
    else this.settings.log('warn', what, { group: this.options.group, error: String(error) });
  }

  private async sendHeartbeat(): Promise<void> {
    if (this.lanes.isEmpty) return;
    try {
      await this.member?.heartbeat();
    } catch (error) {
      this.endMembership(error, 'heartbeat failed');
    }
  }

  private async run(): Promise<void> {
    while (this.stopping === undefined) {
      for (const tell of this.notices.splice(0)) tell();
      this.progressAt = this.settings.clock();
      const taken = this.lanes.take(this.options.batchSize);
      if (taken === undefined) {
        this.commits.sendWaiting();
        await this.pause(IDLE_MS, () => this.lanes.hasMore || this.notices.length > 0);
      } else await this.work(taken);
    }
  }

  private async work(taken: Taken): Promise<void> {
    const { era } = this;
    if (await this.deliver(taken, era)) {
      this.keeper.delivered();
      this.commits.add(taken.places);
      // Only the last batch of what kafkajs handed over waits: afterwards it may join anew, under another membership.
      if (!this.lanes.hasMore || this.stopping !== undefined) await this.commits.idle();
      else await nextTurn();
    }
    this.lanes.release();
  }

  /** @returns whether the batch was accepted, and still is ours to commit */
  private async deliver({ events, places }: Taken, era: number): Promise<boolean> {
    const { onBatch, onFailure } = this.options;
    const { first, most } = this.settings.backoff;
    const after = new MovingPositions(this.positions.now);
    for (const place of places) after.set(place, place.offset);
    const page = { events, cursor: this.settings.cursors.write(after.now) };
    for (let attempt = 1; ; attempt++) {
      try {
        await onBatch(page);
        return era === this.era;
      } catch (error) {
        onFailure?.(error, attempt);
        await this.pause(Math.min(most, first * 2 ** (attempt - 1)), () => era !== this.era);
        this.progressAt = this.settings.clock();
        if (this.stopping !== undefined || era !== this.era) return false;
      }
    }
  }

  private async end(): Promise<void> {
    await nextTurn();
    this.wake?.();
    await this.ended;
    await this.commits.idle();
    clearInterval(this.beat);
    this.lanes.drop();
    await this.keeper.stop();
    this.isMember = false;
    this.numbers = [];
    this.settings.released();
  }

  /** Waits that long, or until stopped, or until woken with `enough` being so. */
  private async pause(milliseconds: number, enough: () => boolean): Promise<void> {
    if (this.stopping !== undefined || enough()) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, milliseconds);
      this.wake = () => {
        if (this.stopping === undefined && !enough()) return;
        clearTimeout(timer);
        resolve();
      };
    });
    this.wake = undefined;
  }
}
