import type { AppendOutcome, EventToAppend } from '@vilfredo/event-sourcing';
import { isUnavailable } from './sqlite-failure.js';

interface Call {
  readonly events: readonly EventToAppend[];
  readonly resolve: (outcomes: readonly AppendOutcome[]) => void;
  readonly reject: (error: unknown) => void;
}

type Write = (calls: readonly (readonly EventToAppend[])[]) => readonly (readonly AppendOutcome[])[];

/** Gathers the appends of one turn of the event loop, so that they share one transaction and one fsync. */
export class GroupCommit {
  private waiting: Call[] = [];

  constructor(
    private readonly write: Write,
    private readonly written: () => void,
  ) {}

  append(events: readonly EventToAppend[]): Promise<readonly AppendOutcome[]> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ events, resolve, reject });
      if (this.waiting.length === 1) setImmediate(() => this.flush());
    });
  }

  /** Writes what waits now. */
  flush(): void {
    const calls = this.waiting;
    this.waiting = [];
    if (calls.length > 0) this.commit(calls);
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
