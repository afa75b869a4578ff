import { type Clock, type EventLog, type EventToAppend, Failure, type ViewCollection } from '@vilfredo/event-sourcing';
import { alertNotified } from './alert-notified.js';
import type { HeldStore } from './held-store.js';
import { judge, type Verdict } from './judge-outcome.js';
import { type Channel, type Message, messageOf } from './message.js';
import { type Attempt, type MessageQueue } from './message-queue.js';
import type { Receiver } from './receiver.js';
import { type ReceiverState, viewOf } from './receiver-state.js';
import type { WakeUp } from './wake-up.js';

export interface DeliveryObserver {
  delivered?(receiver: string, messages: readonly Message[], at: number): void;
  failed?(receiver: string, tried: { reason: string; attempt: number; next: number }): void;
  /** One message will not be tried again; the receiver goes on. */
  gaveUp?(receiver: string, reason: string): void;
  disabled?(receiver: string, reason: string): void;
  /** Delivery itself could not go on, and begins again. */
  broken?(receiver: string, error: unknown, attempt: number): void;
}

export interface RoundParts {
  readonly receiver: Receiver;
  readonly channel: Channel;
  readonly log: EventLog;
  readonly clock: Clock;
  readonly receivers: ViewCollection;
  readonly heldStore: HeldStore;
  readonly queue: MessageQueue;
  readonly observer: DeliveryObserver;
  readonly wake: WakeUp;
  /** Own name, and how long the lease holds when it is not renewed, ms. */
  readonly owner: string;
  readonly leaseMs: number;
  /** Between two saves at least, ms. */
  readonly saveEveryMs: number;
  /** How long attempts under way may go on once the round is to end, ms. */
  readonly patienceMs: number;
}

/** So many failures one after the other, and the receiver counts as having been away. */
const outage = 3;
/** The longest that a receiver is left alone because it asks for it, ms. */
const longestPauseMs = 3_600_000;

/** Delivers to one receiver for as long as this process has its lease and nobody gives another order. */
export class DeliveryRound {
  private readonly ended = new AbortController();
  private readonly underWay = new Set<Promise<void>>();
  private notices: EventToAppend[] = [];
  private failuresInARow = 0;
  private pausedUntil = 0;
  private hasNews = true;
  private isDirty = false;
  private isOver = false;
  private failure: unknown;
  private saving: Promise<void> | undefined;
  private saveTimer: NodeJS.Timeout | undefined;

  constructor(
    private readonly parts: RoundParts,
    private state: ReceiverState,
    private version: number,
  ) {}

  /** The log has grown. */
  news(): void {
    this.hasNews = true;
    this.parts.wake.up();
  }

  /** Time has passed. */
  async tick(): Promise<void> {
    const { clock, leaseMs, wake } = this.parts;
    this.hasNews = true;
    if (this.state.lease.until - clock() < (leaseMs * 2) / 3) this.saveSoon();
    await this.look().catch((error: unknown) => this.fail(error));
    wake.up();
  }

  /** Ends the round in order. */
  end(): void {
    this.isOver = true;
    this.parts.wake.up();
  }

  /** @throws Failure `conflict` when somebody else wrote; what broke otherwise */
  async run(isStopping: () => boolean): Promise<void> {
    try {
      while (!this.isOver && this.failure === undefined) {
        await this.read();
        await this.launch();
        await this.parts.wake.next();
      }
      await this.landAll();
      if (this.failure === undefined) await this.saveAll(isStopping());
    } finally {
      clearTimeout(this.saveTimer);
      this.ended.abort();
      await Promise.allSettled([...this.underWay, this.saving]);
    }
    if (this.failure !== undefined) throw this.failure;
  }

  private get mayBegin(): boolean {
    const { clock, channel } = this.parts;
    const now = clock();
    if (this.isOver || this.failure !== undefined) return false;
    return this.state.disabled === null && now >= this.pausedUntil && this.state.lease.until - now > channel.timeoutMs;
  }

  private async read(): Promise<void> {
    const { queue, log, channel } = this.parts;
    while (this.hasNews && this.mayBegin && queue.room > 0) {
      const limit = queue.room;
      this.hasNews = false;
      const after = queue.readCursor;
      const page = await log.read({ topics: channel.topics, limit, ...(after === null ? {} : { after }) });
      if (page.events.length === limit) this.hasNews = true;
      for (const [i, event] of page.events.entries()) await this.enter(messageOf(event), page.cursorAfter(i));
      await this.launch();
    }
  }

  private async enter(message: Message, cursor: string): Promise<void> {
    const { queue, channel, clock } = this.parts;
    const now = clock();
    if (!channel.wants(message)) return queue.pass(cursor);
    const notBefore = await channel.notBefore(message, now);
    if (notBefore === null) return queue.pass(cursor);
    queue.add(message, cursor, notBefore, now);
    this.saveSoon();
  }

  private async launch(): Promise<void> {
    if (!this.mayBegin) return;
    const attempts = this.parts.queue.take(this.parts.clock());
    if (attempts.some(({ isNewBatch }) => isNewBatch)) await this.saveAll(false);
    for (const attempt of attempts) {
      const landing = this.attempt(attempt).catch((error: unknown) => this.fail(error));
      this.underWay.add(landing);
      void landing.then(() => {
        this.underWay.delete(landing);
        this.parts.wake.up();
      });
    }
  }

  private async attempt(attempt: Attempt): Promise<void> {
    const { channel, queue, clock } = this.parts;
    const outcome = await channel.send(attempt, this.ended.signal);
    this.saveSoon();
    if (!outcome.delivered && this.ended.signal.aborted) return queue.abandoned(attempt);
    const now = clock();
    const { verdict, state } = judge(this.state, attempt, outcome, now);
    this.state = state;
    if (!outcome.delivered && outcome.isBusy === true) {
      this.pausedUntil = now + Math.min(outcome.retryAfterMs ?? 0, longestPauseMs);
    }
    this.follow(verdict, attempt, now);
  }

  private follow(verdict: Verdict, attempt: Attempt, now: number): void {
    const { queue, receiver, observer } = this.parts;
    const { name } = receiver;
    if (verdict.kind === 'delivered') {
      queue.finished(attempt);
      this.note(attempt, 'delivered', now);
      if (this.failuresInARow >= outage) queue.ledger.hurry(now);
      this.failuresInARow = 0;
      observer.delivered?.(name, attempt.messages, now);
      return;
    }
    this.failuresInARow++;
    const { reason } = verdict;
    if (verdict.kind === 'retry') {
      queue.failed(attempt, { reason, now, next: verdict.next });
      observer.failed?.(name, { reason, attempt: verdict.attempts, next: verdict.next });
      return;
    }
    this.note(attempt, 'given-up', now);
    if (verdict.kind === 'give-up') {
      queue.finished(attempt);
      observer.gaveUp?.(name, reason);
    } else {
      queue.failed(attempt, { reason, now, next: now });
      observer.disabled?.(name, reason);
    }
  }

  private note({ messages }: Attempt, result: 'delivered' | 'given-up', now: number): void {
    for (const message of messages) {
      const notice = alertNotified(message, this.parts.receiver, result, now);
      if (notice !== undefined) this.notices.push(notice);
    }
  }

  private async landAll(): Promise<void> {
    const { patienceMs } = this.parts;
    const impatience = setTimeout(() => this.ended.abort(), patienceMs);
    await Promise.allSettled([...this.underWay]);
    clearTimeout(impatience);
  }

  private saveSoon(): void {
    this.isDirty = true;
    if (this.saveTimer !== undefined || this.failure !== undefined) return;
    this.saveTimer = setTimeout(() => {
      this.saveTimer = undefined;
      this.saveAll(false).catch((error: unknown) => this.fail(error));
    }, this.parts.saveEveryMs);
  }

  private fail(error: unknown): void {
    this.failure ??= error;
    this.parts.wake.up();
  }

  /** One save at a time, each with all that has changed until it begins. */
  private saveAll(isLast: boolean): Promise<void> {
    const after = (this.saving ?? Promise.resolve()).then(() => this.save(isLast));
    const settled = after
      .catch(() => undefined)
      .then(() => {
        if (this.saving === settled) this.saving = undefined;
      });
    this.saving = settled;
    return after;
  }

  /**
   * In this order a crash at any point repeats something and forgets nothing: what waits is kept before the cursor passes
   * it, and what was delivered is noted before. Notes, cursor and removals are of one moment.
   */
  private async save(isLast: boolean): Promise<void> {
    if (!this.isDirty && !isLast) return;
    this.isDirty = false;
    const { log, queue, heldStore, receivers, receiver, clock, owner, leaseMs, wake } = this.parts;
    const toKeep = queue.ledger.takeUnkept();
    await heldStore.keep(toKeep);
    queue.ledger.kept(toKeep);
    const { notices } = this;
    this.notices = [];
    const toRemove = queue.ledger.takeRemoved();
    const lease = { owner, until: isLast ? 0 : clock() + leaseMs };
    const { cursor, heldCount: held, retryingCount: retrying } = queue;
    const state = { ...this.state, renew: false, cursor, held, retrying, lease };
    this.state = state;
    if (notices.length > 0) await log.append(notices);
    const lost = await receivers.save([viewOf(receiver.name, this.version, state)]);
    if (lost.length > 0) throw new Failure('conflict', `somebody else gave orders for ${receiver.name}`);
    this.version++;
    await heldStore.remove(toRemove);
    wake.up();
  }

  /** Whether somebody else wrote the state of the receiver. */
  private async look(): Promise<void> {
    const { receivers, receiver } = this.parts;
    await this.saving;
    const version = this.version;
    const stored = (await receivers.load([receiver.name])).get(receiver.name);
    if (version === this.version && this.saving === undefined && stored?.version !== version) {
      this.fail(new Failure('conflict', `somebody else gave orders for ${receiver.name}`));
    }
  }
}
