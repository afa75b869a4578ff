import { Failure } from '@vilfredo/event-sourcing';
import type { LogLine } from './log-line.js';

export interface WatchSettings {
  readonly stuckAfter: number;
  /** A batch is being worked on, or it has ended: that is not the consumer's fault. */
  readonly isBusy: () => boolean;
  /** Events that should have come. Rejects when the broker does not answer: then it is not the consumer either. */
  readonly lag: () => Promise<number>;
  /** Puts another consumer in the place of the stuck one. */
  readonly renew: () => Promise<void>;
  readonly log: LogLine;
  readonly onFatal: (error: Error) => void;
}

/**
 * Looks whether events come while there are some. A kafkajs consumer can stop fetching and say nothing; then it is
 * replaced, and when that does not help either, the process has to end.
 */
export class ConsumerWatch {
  private timer: NodeJS.Timeout | undefined;
  private aliveAt = performance.now();
  private isRenewed = false;
  private isLooking = false;

  constructor(private readonly settings: WatchSettings) {}

  start(): void {
    this.aliveAt = performance.now();
    this.timer = setInterval(() => void this.look(), this.settings.stuckAfter / 4);
    this.timer.unref();
  }

  stop(): void {
    clearInterval(this.timer);
  }

  delivered(): void {
    this.aliveAt = performance.now();
    this.isRenewed = false;
  }

  private async look(): Promise<void> {
    const { isBusy, stuckAfter, lag, log } = this.settings;
    if (isBusy()) this.aliveAt = performance.now();
    if (this.isLooking || performance.now() - this.aliveAt < stuckAfter) return;
    this.isLooking = true;
    try {
      const behind = await lag();
      if (behind === 0) this.aliveAt = performance.now();
      else if (performance.now() - this.aliveAt >= stuckAfter) this.help(behind);
    } catch (error) {
      log('warn', 'cannot tell whether the consumer is stuck', { error: String(error) });
    } finally {
      this.isLooking = false;
    }
  }

  private help(behind: number): void {
    const { log, renew, onFatal } = this.settings;
    if (this.isRenewed) {
      this.stop();
      onFatal(new Failure('bug', `a new consumer does not get on either, ${behind} events behind`));
      return;
    }
    log('warn', 'consumer is stuck and replaced', { behind });
    this.isRenewed = true;
    this.aliveAt = performance.now();
    // Not waited for: it may get stuck too, and that has to be seen.
    renew().catch((error: unknown) => log('warn', 'consumer not replaced', { error: String(error) }));
  }
}
