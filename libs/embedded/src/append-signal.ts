import { isUnavailable } from './sqlite-failure.js';

/**
 * Tells listeners that the log has grown: at once for this process's own appends, within `pollEvery` milliseconds for
 * those of another process.
 */
export class AppendSignal {
  private readonly listeners = new Set<() => void>();
  private timer: NodeJS.Timeout | undefined;
  private looking: Promise<void> | undefined;

  /** @param follow takes in what other processes appended, and tells whether there was anything */
  constructor(
    private readonly follow: () => Promise<boolean>,
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

  async stop(): Promise<void> {
    this.listeners.clear();
    clearInterval(this.timer);
    await this.looking;
  }

  private startPolling(): void {
    this.timer = setInterval(() => {
      this.looking ??= this.look().finally(() => {
        this.looking = undefined;
      });
    }, this.pollEvery);
  }

  private async look(): Promise<void> {
    if (await this.hasGrown()) this.raise();
  }

  private async hasGrown(): Promise<boolean> {
    try {
      return await this.follow();
    } catch (error) {
      // Whoever listens reads next, meets the same failure, and has somebody to tell.
      if (isUnavailable(error)) return true;
      throw error;
    }
  }
}
