import { isUnavailable } from './sqlite-failure.js';

interface Call<Item, Outcome> {
  readonly items: readonly Item[];
  readonly resolve: (outcome: Outcome) => void;
  readonly reject: (error: unknown) => void;
}

export interface GroupCommitSettings<Item, Outcome> {
  /** Commits what several callers want in one transaction. @returns for each call its outcome */
  readonly write: (calls: readonly (readonly Item[])[]) => readonly Outcome[];
  /** Resolves when what was committed is on the medium. */
  readonly sync: () => Promise<void>;
  /** Called when it is. */
  readonly written?: () => void;
}

/**
 * Gathers writes, so that they share one transaction and one wait for the medium: those of one turn of the event loop,
 * and those that come while the ones before are on their way.
 */
export class GroupCommit<Item, Outcome> {
  private waiting: Call<Item, Outcome>[] = [];
  private isScheduled = false;
  private flushing: Promise<void> | undefined;

  constructor(private readonly settings: GroupCommitSettings<Item, Outcome>) {}

  /** Resolves when the items are on the medium. @throws what writing them threw */
  add(items: readonly Item[]): Promise<Outcome> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ items, resolve, reject });
      this.schedule();
    });
  }

  /** Whether anything is on its way to the medium, or waits to be. */
  get isBusy(): boolean {
    return this.flushing !== undefined || this.waiting.length > 0;
  }

  /** Writes what waits; resolves when nothing does any more. */
  async drained(): Promise<void> {
    while (this.isBusy) await this.flush();
  }

  private schedule(): void {
    if (this.isScheduled || this.flushing !== undefined) return;
    this.isScheduled = true;
    setImmediate(() => {
      this.isScheduled = false;
      void this.flush();
    });
  }

  private flush(): Promise<void> {
    this.flushing ??= this.write().finally(() => {
      this.flushing = undefined;
      if (this.waiting.length > 0) this.schedule();
    });
    return this.flushing;
  }

  private async write(): Promise<void> {
    const calls = this.waiting;
    this.waiting = [];
    const committed = this.commit(calls);
    if (committed.length === 0) return;
    try {
      await this.settings.sync();
    } catch (error) {
      for (const { call } of committed) call.reject(error);
      return;
    }
    for (const { call, outcome } of committed) call.resolve(outcome);
    this.settings.written?.();
  }

  private commit(calls: readonly Call<Item, Outcome>[]): { call: Call<Item, Outcome>; outcome: Outcome }[] {
    if (calls.length === 0) return [];
    try {
      const outcomes = this.settings.write(calls.map(({ items }) => items));
      return calls.map((call, index) => ({ call, outcome: outcomes[index]! }));
    } catch (error) {
      // What cannot be written at all must not take its neighbours with it.
      if (calls.length > 1 && !isUnavailable(error)) return calls.flatMap((call) => this.commit([call]));
      for (const call of calls) call.reject(error);
      return [];
    }
  }
}
