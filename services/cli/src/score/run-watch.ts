import { type Failure, failureOf, type StoredEvent } from '@vilfredo/event-sourcing';
import type { Session } from '../session.js';

/** A batch that fails so often will not get better while somebody waits. */
const attempts = 4;
const parkedTold = 5;

/** Watches over one run: ends it when the user wants out or scoring cannot go on, and tells what is set aside. */
export class RunWatch {
  private readonly broken = new AbortController();
  private told = 0;
  /** Aborted when the run is to end, with the reason. */
  readonly signal: AbortSignal;

  constructor(private readonly session: Session) {
    this.signal = AbortSignal.any([session.surroundings.interrupted, this.broken.signal]);
  }

  /** For the deployment to tell what goes wrong. */
  get observer() {
    return {
      failed: (error: unknown, attempt: number): void => {
        if (attempt >= attempts) this.broken.abort(failureOf(error));
      },
      parked: ({ subject, id }: StoredEvent, { message }: Failure): void => {
        this.told++;
        if (this.told <= parkedTold) this.session.note(`set aside: event ${id} of customer ${subject}: ${message}`);
      },
    };
  }

  /** Waits for work, but not longer than the run lasts. @throws the reason when the run is to end */
  async whileRunning<T>(work: Promise<T>): Promise<T> {
    const ended = new Promise<never>((_, reject) => {
      const end = () => reject(this.signal.reason);
      if (this.signal.aborted) end();
      else this.signal.addEventListener('abort', end, { once: true });
    });
    try {
      return await Promise.race([work, ended]);
    } catch (error) {
      this.signal.throwIfAborted();
      throw error;
    }
  }
}
