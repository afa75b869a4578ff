import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Clock, Cursor, EventPage, Subscription, SubscriptionOptions } from '@vilfredo/event-sourcing';
import type { CommittedPositions } from './committed-positions.js';
import type { LogReader } from './log-reader.js';

export interface Backoff {
  /** Milliseconds before the first redelivery; doubled for each further one. */
  readonly first: number;
  readonly most: number;
}

/** An idle loop still goes round this often, so that liveness can be seen. */
const HEARTBEAT_MS = 1_000;
/** A batch costs by its transactions and its subjects as well as by its events: under load, fewer and larger ones are cheaper. */
const MOST_GATHERING_MS = 10;
/** From so many events on a batch is bulk: nobody waits for a single one of them, and much more is gathered for the next. */
const BULK = 500;
const MOST_GATHERING_BULK_MS = 100;
/** How often a position is written down while batches follow each other; what a crash takes back is only served again. */
const COMMIT_MS = 200;

/** Delivers one group's batches, one at a time, in the order of the log. */
export class GroupSubscription implements Subscription {
  private position: number;
  private committedPosition: number;
  /** Up to here there is nothing more for the group. */
  private searchedTo = 0;
  private committedAt = 0;
  private progressAt: number;
  private stopping = false;
  private grown = false;
  private wake: (() => void) | undefined;
  private readonly ended: Promise<void>;

  constructor(
    private readonly options: SubscriptionOptions,
    private readonly reader: LogReader,
    private readonly positions: CommittedPositions,
    private readonly clock: Clock,
    private readonly backoff: Backoff,
    private readonly partitions: number,
    /** Whether somebody is appending at this moment. */
    private readonly isGrowing: () => boolean,
    private readonly released: () => void,
  ) {
    this.position = positions.of(options.group);
    this.committedPosition = this.position;
    this.progressAt = clock();
    this.ended = this.run();
  }

  async lag(): Promise<number> {
    return this.reader.countAfter(this.options.topics, this.position);
  }

  lastProgress(): number {
    return this.progressAt;
  }

  committed(): Cursor {
    return String(this.position);
  }

  /** There is one process: it serves them all. */
  owns(): boolean {
    return true;
  }

  owned(): readonly number[] {
    return Array.from({ length: this.partitions }, (_, number) => number);
  }

  async stop(): Promise<void> {
    this.stopping = true;
    this.wake?.();
    await this.ended;
  }

  /** The log has grown. */
  notice(): void {
    this.grown = true;
    this.wake?.();
  }

  private async run(): Promise<void> {
    try {
      await this.deliverUntilStopped();
      await this.positions.commitDurably(this.options.group, this.position);
    } finally {
      this.released();
    }
  }

  private async deliverUntilStopped(): Promise<void> {
    let attempt = 0;
    await nextTurn();
    if (!this.stopping) this.options.onAssigned?.(this.owned());
    while (!this.stopping) {
      this.progressAt = this.clock();
      const begun = performance.now();
      try {
        const delivered = await this.deliverNext();
        attempt = 0;
        if (delivered > 0) await this.gather(delivered, performance.now() - begun);
        else await this.pause(this.isWrittenDown ? HEARTBEAT_MS : COMMIT_MS, () => this.grown);
      } catch (error) {
        attempt += 1;
        this.options.onFailure?.(error, attempt);
        await this.pause(Math.min(this.backoff.most, this.backoff.first * 2 ** (attempt - 1)), () => false);
      }
    }
  }

  /** @returns how many events were delivered */
  private async deliverNext(): Promise<number> {
    this.grown = false;
    const { topics, batchSize, onBatch } = this.options;
    const end = this.reader.end();
    const after = String(Math.max(this.position, this.searchedTo));
    const page: EventPage = this.reader.page({ topics, after, limit: batchSize });
    if (page.events.length > 0) {
      await onBatch(page);
      this.position = Number(page.cursor);
    } else this.searchedTo = end;
    this.commit();
    return page.events.length;
  }

  private get isWrittenDown(): boolean {
    return this.position === this.committedPosition;
  }

  private commit(): void {
    if (this.isWrittenDown || performance.now() - this.committedAt < COMMIT_MS) return;
    this.positions.commit(this.options.group, this.position);
    this.committedPosition = this.position;
    this.committedAt = performance.now();
  }

  /**
   * Lets the log grow for as long as the last batch took, so that the busier it is the larger the next one is; not for
   * longer than it does grow.
   */
  private async gather(delivered: number, tookMs: number): Promise<void> {
    const until = performance.now() + Math.min(tookMs, delivered < BULK ? MOST_GATHERING_MS : MOST_GATHERING_BULK_MS);
    await nextTurn();
    while (this.reader.end() - this.position < this.options.batchSize) {
      const [left, end] = [until - performance.now(), this.reader.end()];
      if (left <= 0) return;
      await this.pause(Math.min(left, MOST_GATHERING_MS), () => false);
      if (this.stopping || (this.reader.end() === end && !this.isGrowing())) return;
    }
  }

  /** Waits that long, or until stopped, or until woken with `enough` being so. */
  private async pause(milliseconds: number, enough: () => boolean): Promise<void> {
    if (this.stopping || enough()) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, milliseconds);
      this.wake = () => {
        if (!this.stopping && !enough()) return;
        clearTimeout(timer);
        resolve();
      };
    });
    this.wake = undefined;
  }
}
