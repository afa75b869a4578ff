import type { Clock } from '@vilfredo/event-sourcing';

/** Lets a loop sleep until there is something to do; a call that comes while it is awake is not lost. */
export class WakeUp {
  /** When the loop last went to sleep or woke, epoch ms. */
  lastTurn: number;
  private isCalled = false;
  private resolve: (() => void) | undefined;

  constructor(private readonly clock: Clock) {
    this.lastTurn = clock();
  }

  up(): void {
    this.isCalled = true;
    this.resolve?.();
  }

  /** Resolves at the next call, at once when there was one since the last. */
  async next(): Promise<void> {
    if (!this.isCalled) {
      await new Promise<void>((resolve) => {
        this.resolve = resolve;
      });
    }
    this.resolve = undefined;
    this.isCalled = false;
    this.lastTurn = this.clock();
  }
}
