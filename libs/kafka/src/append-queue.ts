import { setImmediate as nextTurn } from 'node:timers/promises';
import { type AppendOutcome, Failure } from '@vilfredo/event-sourcing';
import type { AppendItem } from './append-item.js';
import type { AppendOnce } from './append-once.js';
import { unavailable } from './cluster-access.js';

interface Call {
  readonly items: readonly AppendItem[];
  readonly resolve: (outcomes: readonly AppendOutcome[]) => void;
  readonly reject: (error: unknown) => void;
  readonly timer: NodeJS.Timeout;
  isOver: boolean;
}

export interface QueueSettings {
  /** Milliseconds until a call is told that it is unknown what became of it. */
  readonly timeout: number;
  /** Tells that the log has grown. */
  readonly appended: () => void;
}

/** Most events in one flush, and most that may wait: what comes then is turned away. */
const FLUSH_EVENTS = 5_000;
const WAITING_EVENTS = 100_000;
const LOOK_AGAIN_MS = 20;

/** Gathers appends while a flush is under way, so that those that wait share the next one. */
export class AppendQueue {
  private readonly waiting: Call[] = [];
  private readonly lookingAgain = new Set<Call>();
  private waitingEvents = 0;
  private running: Promise<void> | undefined;

  constructor(
    private readonly once: Pick<AppendOnce, 'flush'>,
    private readonly settings: QueueSettings,
  ) {}

  /** @throws Failure `unavailable` when too many wait, or it takes too long: then some of the events may be written later */
  append(items: readonly AppendItem[]): Promise<readonly AppendOutcome[]> {
    if (this.waitingEvents > WAITING_EVENTS) {
      throw new Failure('unavailable', 'too many events wait to be appended', { retryAfter: 1 });
    }
    return new Promise((resolve, reject) => {
      const late = () =>
        this.end(call, () => reject(new Failure('unavailable', 'appending takes too long', { retryAfter: 2 })));
      const call: Call = { items, resolve, reject, timer: setTimeout(late, this.settings.timeout), isOver: false };
      this.waitingEvents += items.length;
      this.enqueue(call);
    });
  }

  /** Writes what waits; what somebody else has claimed is given up. */
  async drain(): Promise<void> {
    for (const call of this.lookingAgain) {
      this.end(call, () => call.reject(new Failure('unavailable', 'the event log is closed')));
    }
    while (this.running !== undefined) await this.running;
  }

  private enqueue(call: Call): void {
    this.waiting.push(call);
    this.running ??= this.run();
  }

  private async run(): Promise<void> {
    await nextTurn();
    while (this.waiting.length > 0) await this.flush(this.next());
    // In the same turn as the last look: what comes from now on starts another run.
    this.running = undefined;
  }

  private next(): readonly Call[] {
    let events = 0;
    let count = 0;
    while (count < this.waiting.length && (count === 0 || events < FLUSH_EVENTS))
      events += this.waiting[count++]!.items.length;
    return this.waiting.splice(0, count).filter(({ isOver }) => !isOver);
  }

  private async flush(calls: readonly Call[]): Promise<void> {
    const items = calls.flatMap((call) => call.items.filter(({ outcome }) => outcome === undefined));
    if (items.length === 0) return;
    let settled: Promise<void> | undefined;
    let failure: unknown;
    try {
      ({ settled } = await this.once.flush(items));
    } catch (error) {
      failure = unavailable(error);
    }
    for (const call of calls) this.answer(call, failure);
    if (items.some(({ outcome }) => outcome === 'appended')) this.settings.appended();
    await settled;
  }

  private answer(call: Call, failure: unknown): void {
    const outcomes = call.items.map(({ outcome }) => outcome);
    if (outcomes.every((outcome) => outcome !== undefined)) this.end(call, () => call.resolve(outcomes));
    else if (failure !== undefined) this.end(call, () => call.reject(failure));
    else this.lookAgain(call);
  }

  private lookAgain(call: Call): void {
    if (call.isOver) return;
    this.lookingAgain.add(call);
    setTimeout(() => {
      if (this.lookingAgain.delete(call)) this.enqueue(call);
    }, LOOK_AGAIN_MS);
  }

  private end(call: Call, tell: () => void): void {
    if (call.isOver) return;
    call.isOver = true;
    clearTimeout(call.timer);
    this.lookingAgain.delete(call);
    this.waitingEvents -= call.items.length;
    tell();
  }
}
