import type { EventLog } from '@vilfredo/event-sourcing';

/** Who listens to the feed, and how they learn that there is news. */
export class FeedSubscribers {
  private readonly open = new Set<() => void>();
  private readonly waiting = new Set<() => void>();
  private readonly silence: () => void;

  constructor(log: Pick<EventLog, 'onAppend'>) {
    this.silence = log.onAppend(() => this.wakeAll());
  }

  get count(): number {
    return this.open.size;
  }

  /** @param hangUp ends the subscription from our side; returns what ends it from theirs */
  enter(hangUp: () => void): () => void {
    this.open.add(hangUp);
    return () => this.open.delete(hangUp);
  }

  /** Resolves on the next append, when the subscriber is gone, and at the latest after `atMostMs`. */
  news(atMostMs: number, gone: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => wake(), atMostMs);
      const wake = () => {
        clearTimeout(timer);
        gone.removeEventListener('abort', wake);
        this.waiting.delete(wake);
        resolve();
      };
      gone.addEventListener('abort', wake);
      this.waiting.add(wake);
    });
  }

  /** Ends every subscription; each reader goes on from their cursor elsewhere. */
  close(): void {
    this.silence();
    for (const hangUp of [...this.open]) hangUp();
    this.wakeAll();
  }

  private wakeAll(): void {
    for (const wake of [...this.waiting]) wake();
  }
}
