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
/** A batch costs by its transactions and its subjects as well as by its events: in bulk, fewer and larger ones are cheaper. */
const MOST_GATHERING_MS = 20;
/** The share of a full batch from which on events come in bulk, and one of them is in no hurry. */
const BULK = 1 / 8;

/** Delivers one group's batches, one at a time, in the order of the log. */
export class GroupSubscription implements Subscription {
  private position: number;
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
    private readonly released: () => void,
  ) {
    this.position = positions.of(options.group);
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
      this.positions.commitDurably(this.options.group, this.position);
    } finally {
      this.released();
    }
  }

  private async deliverUntilStopped(): Promise<void> {
    let attempt = 0;
    await nextTurn();
    while (!this.stopping) {
      this.progressAt = this.clock();
      const begun = performance.now();
      try {
        const delivered = await this.deliverNext();
        attempt = 0;
        if (delivered > 0) await this.gather(delivered, performance.now() - begun);
        else await this.pause(HEARTBEAT_MS, () => this.grown);
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
    const { topics, batchSize, onBatch, group } = this.options;
    const page: EventPage = this.reader.page({ topics, after: String(this.position), limit: batchSize });
    if (page.events.length === 0) return 0;
    await onBatch(page);
    const position = Number(page.cursor);
    this.positions.commit(group, position);
    this.position = position;
    return page.events.length;
  }

  /** After a large batch, lets the log grow for as long as it took; single events go on at once. */
  private async gather(delivered: number, tookMs: number): Promise<void> {
    const { batchSize } = this.options;
    const isBacklog = this.reader.end() - this.position >= 2 * batchSize;
    if (delivered < batchSize * BULK || isBacklog) await nextTurn();
    else await this.pause(Math.min(tookMs, MOST_GATHERING_MS), () => false);
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
