import { topicPartition } from '@vilfredo/event-sourcing';
import type { Place } from './partition-reading.js';

/** Commits positions while the next batch is worked on: one request at a time, with all that came up meanwhile. */
export class OffsetCommits {
  private waiting = new Map<string, Place>();
  private running: Promise<void> | undefined;

  /**
   * @param commit sends positions to the group's coordinator
   * @param committed told what has been committed
   * @param failed told why not; the positions wait for the next occasion
   */
  constructor(
    private readonly commit: (places: readonly Place[]) => Promise<void>,
    private readonly committed: (places: readonly Place[]) => void,
    private readonly failed: (error: unknown) => void,
  ) {}

  add(places: readonly Place[]): void {
    for (const place of places) this.waiting.set(topicPartition(place), place);
    this.sendWaiting();
  }

  /** What could not be committed before is tried again. */
  sendWaiting(): void {
    if (this.waiting.size === 0 || this.running !== undefined) return;
    this.running = this.send();
  }

  /** Resolves when nothing is under way. */
  async idle(): Promise<void> {
    await this.running;
  }

  /** The partitions are no longer ours. */
  forget(): void {
    this.waiting = new Map();
  }

  private async send(): Promise<void> {
    while (this.waiting.size > 0) {
      const { waiting } = this;
      this.waiting = new Map();
      try {
        await this.commit([...waiting.values()]);
      } catch (error) {
        this.waiting = new Map([...waiting, ...this.waiting]);
        this.failed(error);
        break;
      }
      this.committed([...waiting.values()]);
    }
    // In the same turn as the last look: what is added from now on starts another run.
    this.running = undefined;
  }
}
