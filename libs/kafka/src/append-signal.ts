/** Tells listeners that the log has grown: at once for this connection's own appends, by looking for those of others. */
export class AppendSignal {
  private readonly listeners = new Set<() => void>();
  private timer: NodeJS.Timeout | undefined;
  private isLooking = false;
  private known: string | undefined;

  /** @param end the end of the log, as text */
  constructor(
    private readonly end: () => Promise<string>,
    private readonly pollEvery: number,
  ) {}

  listen(listener: () => void): () => void {
    // Two registrations of one function are two: each has its own end.
    const own = () => listener();
    if (this.listeners.size === 0) this.startLooking();
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

  private startLooking(): void {
    this.known = undefined;
    this.timer = setInterval(() => void this.look(), this.pollEvery);
    this.timer.unref();
  }

  private async look(): Promise<void> {
    if (this.isLooking) return;
    this.isLooking = true;
    try {
      const end = await this.end();
      if (this.known !== undefined && end !== this.known) this.raise();
      this.known = end;
    } catch {
      // Whoever listens reads next, meets the same failure, and has somebody to tell.
      this.known = undefined;
      this.raise();
    } finally {
      this.isLooking = false;
    }
  }
}
