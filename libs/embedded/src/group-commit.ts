import type { AppendOutcome, EventToAppend } from '@vilfredo/event-sourcing';
import { isUnavailable } from './sqlite-failure.js';

interface Call {
  readonly events: readonly EventToAppend[];
  readonly resolve: (outcomes: readonly AppendOutcome[]) => void;
  readonly reject: (error: unknown) => void;
}

type Write = (calls: readonly (readonly EventToAppend[])[]) => readonly (readonly AppendOutcome[])[];

/** A transaction of fewer events is paced: what comes in meanwhile shares the next one. */
const FEW = 64;
/** The longest that an append waits for company, ms. */
const MOST_WAITING_MS = 2;

/**
 * Gathers appends, so that they share one transaction and one fsync: those of one turn of the event loop, and while
 * transactions follow each other closely also those of as much time as the last one took.
 */
export class GroupCommit {
  private waiting: Call[] = [];
  private readyAt = 0;

  constructor(
    private readonly write: Write,
    private readonly written: () => void,
  ) {}

  append(events: readonly EventToAppend[]): Promise<readonly AppendOutcome[]> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ events, resolve, reject });
      if (this.waiting.length === 1) this.schedule();
    });
  }

  /** Writes what waits now. */
  flush(): void {
    const calls = this.waiting;
    this.waiting = [];
    if (calls.length === 0) return;
    const begun = performance.now();
    this.commit(calls);
    const ended = performance.now();
    const isFew = calls.length > 1 && calls.reduce((sum, { events }) => sum + events.length, 0) < FEW;
    this.readyAt = isFew ? ended + Math.min(ended - begun, MOST_WAITING_MS) : 0;
  }

  private schedule(): void {
    if (performance.now() >= this.readyAt) setImmediate(() => this.flush());
    else setTimeout(() => this.flush(), this.readyAt - performance.now());
  }

  private commit(calls: readonly Call[]): void {
    try {
      const outcomes = this.write(calls.map(({ events }) => events));
      calls.forEach((call, index) => {
        call.resolve(outcomes[index] ?? []);
      });
    } catch (error) {
      // An event that cannot be written at all must not take its neighbours with it.
      if (isUnavailable(error) || calls.length === 1) for (const call of calls) call.reject(error);
      else for (const call of calls) this.commit([call]);
      return;
    }
    this.written();
  }
}
