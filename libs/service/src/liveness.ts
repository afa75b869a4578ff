import type { Clock } from '@vilfredo/event-sourcing';

export interface LoopHealth {
  readonly loop: string;
  /** Milliseconds since it last went round. */
  readonly silentMs: number;
  readonly stalled: boolean;
}

interface Loop {
  readonly lastProgress: () => number;
  readonly stallAfterMs: number;
}

/** Liveness is progress: a process is alive while every loop it runs goes round. A dependency never decides it. */
export class Liveness {
  private readonly loops = new Map<string, Loop>();

  constructor(private readonly clock: Clock) {}

  /**
   * @param lastProgress when the loop last went round, epoch milliseconds
   * @returns ends the watch, for a loop that was stopped on purpose
   */
  register(name: string, lastProgress: () => number, stallAfterMs: number): () => void {
    this.loops.set(name, { lastProgress, stallAfterMs });
    return () => {
      this.loops.delete(name);
    };
  }

  report(): readonly LoopHealth[] {
    const now = this.clock();
    return [...this.loops].map(([loop, { lastProgress, stallAfterMs }]) => {
      const silentMs = Math.max(0, now - lastProgress());
      return { loop, silentMs, stalled: silentMs > stallAfterMs };
    });
  }
}
