import { isUnavailable } from './sqlite-failure.js';

interface Call<Item, Outcome> {
  readonly items: readonly Item[];
  readonly resolve: (outcome: Outcome) => void;
  readonly reject: (error: unknown) => void;
}

/** Writes what several callers want in one transaction. @returns for each call its outcome */
type Write<Item, Outcome> = (calls: readonly (readonly Item[])[]) => readonly Outcome[];

/** A transaction of fewer items is paced: what comes in meanwhile shares the next one. */
const FEW = 64;
/** The longest that a call waits for company, ms. */
const MOST_WAITING_MS = 2;

/**
 * Gathers writes, so that they share one transaction and one fsync: those of one turn of the event loop, and while
 * transactions follow each other closely also those of as much time as the last one took.
 */
export class GroupCommit<Item, Outcome> {
  private waiting: Call<Item, Outcome>[] = [];
  private readyAt = 0;

  constructor(
    private readonly write: Write<Item, Outcome>,
    private readonly written: () => void = () => undefined,
  ) {}

  add(items: readonly Item[]): Promise<Outcome> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ items, resolve, reject });
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
    const isFew = calls.length > 1 && calls.reduce((sum, { items }) => sum + items.length, 0) < FEW;
    this.readyAt = isFew ? ended + Math.min(ended - begun, MOST_WAITING_MS) : 0;
  }

  private schedule(): void {
    if (performance.now() >= this.readyAt) setImmediate(() => this.flush());
    else setTimeout(() => this.flush(), this.readyAt - performance.now());
  }

  private commit(calls: readonly Call<Item, Outcome>[]): void {
    try {
      const outcomes = this.write(calls.map(({ items }) => items));
      calls.forEach((call, index) => {
        call.resolve(outcomes[index]!);
      });
    } catch (error) {
      // What cannot be written at all must not take its neighbours with it.
      if (isUnavailable(error) || calls.length === 1) for (const call of calls) call.reject(error);
      else for (const call of calls) this.commit([call]);
      return;
    }
    this.written();
  }
}
