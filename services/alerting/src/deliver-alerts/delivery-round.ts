import { alertNotified } from './alert-notified.js';
import { judge, type Verdict } from './judge-outcome.js';
import { type Message, messageOf } from './message.js';
import type { Attempt } from './message-queue.js';
import type { ReceiverState } from './receiver-state.js';
import type { RoundParts } from './round-parts.js';
import { RoundSaves } from './round-saves.js';

/** So many failures one after the other, and the receiver counts as having been away. */
const outage = 3;
/** The longest that a receiver is left alone because it asks for it, ms. */
const longestPauseMs = 3_600_000;

/** Delivers to one receiver for as long as this process has its lease and nobody gives another order. */
export class DeliveryRound {
  private readonly ended = new AbortController();
  private readonly underWay = new Set<Promise<void>>();
  private failuresInARow = 0;
  private pausedUntil = 0;
  private hasNews = true;
  private isOver = false;
  private failure: unknown;
  private readonly saves: RoundSaves;

  constructor(
    private readonly parts: RoundParts,
    state: ReceiverState,
    version: number,
  ) {
    this.saves = new RoundSaves(parts, state, version, (error) => this.fail(error));
  }

  /** The log has grown. */
  news(): void {
    this.hasNews = true;
    this.parts.wake.up();
  }

  /** Time has passed. */
  async tick(): Promise<void> {
    const { clock, leaseMs, wake } = this.parts;
    this.hasNews = true;
    if (this.saves.state.lease.until - clock() < (leaseMs * 2) / 3) this.saves.soon();
    await this.saves.look().catch((error: unknown) => this.fail(error));
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
      if (this.failure === undefined) await this.saves.all(isStopping());
    } finally {
      this.saves.close();
      this.ended.abort();
      await Promise.allSettled([...this.underWay, this.saves.ended()]);
    }
    if (this.failure !== undefined) throw this.failure;
  }

  private get mayBegin(): boolean {
    const { clock, channel } = this.parts;
    const now = clock();
    if (this.isOver || this.failure !== undefined) return false;
    const { disabled, lease } = this.saves.state;
    return disabled === null && now >= this.pausedUntil && lease.until - now > channel.timeoutMs;
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
    this.saves.soon();
  }

  private async launch(): Promise<void> {
    if (!this.mayBegin) return;
    const attempts = this.parts.queue.take(this.parts.clock());
    if (attempts.some(({ isNewBatch }) => isNewBatch)) await this.saves.all(false);
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
    this.saves.soon();
    if (!outcome.delivered && this.ended.signal.aborted) return queue.abandoned(attempt);
    const now = clock();
    const { verdict, state } = judge(this.saves.state, attempt, outcome, now);
    this.saves.state = state;
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
      if (notice !== undefined) this.saves.note(notice);
    }
  }

  private async landAll(): Promise<void> {
    const { patienceMs } = this.parts;
    const impatience = setTimeout(() => this.ended.abort(), patienceMs);
    await Promise.allSettled([...this.underWay]);
    clearTimeout(impatience);
  }

  private fail(error: unknown): void {
    this.failure ??= error;
    this.saves.close();
    this.parts.wake.up();
  }
}
