import { setTimeout as pause } from 'node:timers/promises';
import { type Failure, failureOf } from '@vilfredo/event-sourcing';

const firstPauseMs = 1_000;
const longestPauseMs = 60_000;

export interface LoopOptions {
  /** Told of every failed round; the loop goes on. */
  readonly onProblem?: ((failure: Failure, attempt: number) => void) | undefined;
  /** Milliseconds before the next attempt: doubled with each failed one, up to a minute. 1 s when not given. */
  readonly firstPauseMs?: number | undefined;
}

/** Something that is done again and again until it is stopped; a round that fails is tried again with backoff. */
export class WatchLoop {
  private readonly stopping = new AbortController();
  private readonly running: Promise<void>;
  private attempt = 0;

  /** @param round one round; it calls `progress` when something was achieved, and ends soon after the signal */
  constructor(
    private readonly round: (signal: AbortSignal, progress: () => void) => Promise<void>,
    private readonly options: LoopOptions,
  ) {
    this.running = this.run();
  }

  /** Finishes what is in hand. */
  async stop(): Promise<void> {
    this.stopping.abort();
    await this.running;
  }

  private async run(): Promise<void> {
    const { signal } = this.stopping;
    while (!signal.aborted) {
      try {
        await this.round(signal, () => {
          this.attempt = 0;
        });
        this.attempt = 0;
      } catch (error) {
        if (signal.aborted) return;
        this.attempt++;
        this.options.onProblem?.(failureOf(error), this.attempt);
        await interrupted((this.options.firstPauseMs ?? firstPauseMs) * 2 ** (this.attempt - 1), signal);
      }
    }
  }
}

/** Waits, at most a minute, or until the signal. */
async function interrupted(milliseconds: number, signal: AbortSignal): Promise<void> {
  await pause(Math.min(milliseconds, longestPauseMs), undefined, { signal }).catch(() => undefined);
}

/** A bell that is rung from outside; one that was rung while nobody waited is heard by the next who does. */
export class Bell {
  private ring: (() => void) | undefined;
  private wasRung = false;

  readonly sound = (): void => {
    this.wasRung = true;
    this.ring?.();
  };

  /** Resolves when it rings, when the signal comes, or after `milliseconds`. */
  async wait(milliseconds: number, signal: AbortSignal): Promise<void> {
    if (!this.wasRung && !signal.aborted) {
      const { promise, resolve } = Promise.withResolvers<void>();
      this.ring = resolve;
      const timer = setTimeout(resolve, milliseconds);
      const stop = () => resolve();
      signal.addEventListener('abort', stop);
      await promise;
      clearTimeout(timer);
      signal.removeEventListener('abort', stop);
    }
    this.wasRung = false;
  }
}
