import { Failure } from '@vilfredo/event-sourcing';
import { DeliveryRound } from './delivery-round.js';
import { MessageQueue, type QueueLimits } from './message-queue.js';
import { isTaken, newState, type ReceiverState, stateIn, viewOf } from './receiver-state.js';
import type { RoundParts } from './round-parts.js';
import { WakeUp } from './wake-up.js';

/** What a courier works with, round after round. A lease under its own name is its own, also after a crash. */
export interface CourierParts extends Omit<RoundParts, 'queue' | 'wake'> {
  readonly limits: QueueLimits;
  /** How often time is looked at, ms. */
  readonly tickMs: number;
}

const longestBackoffMs = 30_000;
/** What has served so long and then ends did not fail to begin, ms. */
const steadyMs = 1_000;

/** Serves one receiver from its own place in the log; whatever becomes of the receiver, nobody else notices. */
export class Courier {
  private readonly wake: WakeUp;
  private readonly silence: () => void;
  private readonly timer: NodeJS.Timeout;
  private readonly running: Promise<void>;
  private round: DeliveryRound | undefined;
  private isStopping = false;

  constructor(private readonly parts: CourierParts) {
    this.wake = new WakeUp(parts.clock);
    this.silence = parts.log.onAppend(() => this.round?.news());
    this.timer = setInterval(() => this.tick(), parts.tickMs);
    this.running = this.run();
  }

  /** When the loop last went round, epoch ms. */
  get lastProgress(): number {
    return this.wake.lastTurn;
  }

  /** Somebody gave orders: looks at them now. */
  tick(): void {
    this.wake.up();
    void this.round?.tick();
  }

  /** Finishes what is under way, writes down how far it came, and lets go of the receiver. */
  async stop(): Promise<void> {
    this.isStopping = true;
    this.silence();
    this.round?.end();
    this.wake.up();
    await this.running;
    clearInterval(this.timer);
    this.parts.channel.close();
  }

  private async run(): Promise<void> {
    for (let attempt = 0; !this.isStopping; ) {
      const begun = performance.now();
      try {
        const isServed = await this.serve();
        attempt = 0;
        if (!isServed) await this.wake.next();
      } catch (error) {
        attempt = performance.now() - begun > steadyMs ? 1 : attempt + 1;
        const { observer, receiver } = this.parts;
        const isOrder = error instanceof Failure && error.kind === 'conflict';
        if (isOrder && attempt === 1) continue;
        observer.broken?.(receiver.name, error, attempt);
        await this.pause(Math.min(longestBackoffMs, 100 * 2 ** attempt));
      }
    }
  }

  /** @returns false when somebody else serves the receiver */
  private async serve(): Promise<boolean> {
    const { receiver, channel, heldStore, limits, clock } = this.parts;
    const claimed = await this.claim();
    if (claimed === null || this.isStopping) return claimed !== null;
    const { state, version } = claimed;
    const queue = new MessageQueue(state.cursor, await heldStore.load(), limits, channel.together);
    if (state.renew) queue.ledger.renew(clock());
    this.round = new DeliveryRound({ ...this.parts, receiver, queue, wake: this.wake }, state, version);
    try {
      if (this.isStopping) this.round.end();
      await this.round.run(() => this.isStopping);
    } finally {
      this.round = undefined;
    }
    return true;
  }

  /** Takes the receiver over; null when it is somebody else's for now. */
  private async claim(): Promise<{ state: ReceiverState; version: number } | null> {
    const { receiver, receivers, log, owner, clock, leaseMs } = this.parts;
    const stored = (await receivers.load([receiver.name])).get(receiver.name);
    const before = stored === undefined ? newState(await log.end()) : stateIn(stored);
    if (isTaken(before, owner, clock())) return null;
    const state = { ...before, lease: { owner, until: clock() + leaseMs } };
    const version = stored?.version ?? 0;
    const lost = await receivers.save([viewOf(receiver.name, version, state)]);
    return lost.length > 0 ? null : { state, version: version + 1 };
  }

  private async pause(ms: number): Promise<void> {
    const until = performance.now() + ms;
    while (!this.isStopping && performance.now() < until) await this.wake.next();
  }
}
