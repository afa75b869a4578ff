import { isUnavailable } from './sqlite-failure.js';

/**
 * Tells listeners that the log has grown: at once for this process's own appends, within `pollEvery` milliseconds for
 * those of another process.
 */
export class AppendSignal {
  private readonly listeners = new Set<() => void>();
  private timer: NodeJS.Timeout | undefined;
  private knownEnd = 0;

  constructor(
    private readonly end: () => number,
    private readonly pollEvery: number,
  ) {}

  listen(listener: () => void): () => void {
    // Two registrations of one function are two: each has its own end.
    const own = () => listener();
    if (this.listeners.size === 0) this.startPolling();
    this.listeners.add(own);
    return () => {
      this.listeners.delete(own);
      if (this.listeners.size === 0) clearInterval(this.timer);
    };
  }

  raise(): void {
    for (const listener of this.listeners) listener();
  }

  stop(): void {
    this.listeners.clear();
    clearInterval(this.timer);
  }

  private startPolling(): void {
    this.knownEnd = this.end();
    this.timer = setInterval(() => {
      if (this.hasGrown()) this.raise();
    }, this.pollEvery);
  }

  private hasGrown(): boolean {
    try {
      const end = this.end();
      if (end === this.knownEnd) return false;
      this.knownEnd = end;
      return true;
    } catch (error) {
      // Whoever listens reads next, meets the same failure, and has somebody to tell.
      if (isUnavailable(error)) return true;
      throw error;
    }
  }
}
