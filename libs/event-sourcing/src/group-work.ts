import type { Clock } from './clock.js';
import type { Cursor, EventLog, EventPage, Subscription } from './event-log.js';
import { RepeatedDefect } from './repeated-defects.js';

/** Between attempts to take over what others have left, doubling from the first. */
const [firstPauseMs, mostPauseMs] = [50, 2_000];

export interface GroupWorkSettings {
  readonly log: EventLog;
  readonly clock: Clock;
  readonly group: string;
  /** Events folded at once while catching up. */
  readonly batchSize: number;
  /** How often time is looked at, ms. */
  readonly tickMs: number;
  /** Whether other processes work beside this one: the log deals the subjects' partitions among them. */
  readonly isShared: boolean;
  readonly observe: {
    readonly failed?: (error: unknown, attempt: number) => void;
    readonly folded?: (page: EventPage, ms: number) => void;
    readonly stopped?: (defect: RepeatedDefect) => void;
  };
}

/** What a service makes of the log, and of time. */
export interface Work {
  readonly topics: readonly string[];
  readonly fold: (page: EventPage) => Promise<void>;
  /** Looks at the time; not in turn by itself. */
  readonly tick: () => Promise<void>;
  /** Takes up what others have left of these partitions; only where work is shared. */
  readonly takeOver: (partitions: readonly number[]) => Promise<void>;
  /** Others work on its subjects from now on; only where work is shared. */
  readonly leave: () => Promise<void>;
}

/**
 * A service at work on the log: batches, what time brings and what others ask for go through one queue, so that nothing
 * is decided between two events of a batch.
 */
export class GroupWork {
  private tail: Promise<unknown> = Promise.resolve();
  private timer: NodeJS.Timeout | undefined;
  private ticking: Promise<void> | undefined;
  private subscription: Subscription | undefined;
  private stopped = false;
  private stoppedBy: RepeatedDefect | undefined;
  private lastTick = 0;
  /** Everything recorded up to this instant is folded, epoch ms; what shares a moment is recorded together, but may be read apart. */
  private foldedTo = Number.NEGATIVE_INFINITY;
  /** How often subjects were taken over from others. */
  private hands = 0;
  /** How often partitions were dealt, or taken away. */
  private deals = 0;

  constructor(private readonly settings: GroupWorkSettings) {}

  /** Subscribes, and looks at the time from now on. @throws Failure as `EventLog.subscribe` */
  async start(work: Work): Promise<void> {
    const { log, group, batchSize, isShared, observe } = this.settings;
    this.subscription = await log.subscribe({
      group,
      topics: work.topics,
      batchSize,
      onBatch: (page) => this.exclusively(() => this.fold(page, work)),
      ...(isShared ? this.handOvers(work) : {}),
      onFailure: (error, attempt) => {
        // What stops it is told once, and not with every attempt until the process ends.
        if (this.stoppedBy === undefined) observe.failed?.(error, attempt);
      },
    });
    this.tickLater(work);
  }

  /** Finishes the batch and the tick in hand; what waits for its turn still has it. From the call on no tick begins. */
  async stop(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    await this.subscription?.stop();
    await this.ticking;
  }

  get isStarted(): boolean {
    return this.subscription !== undefined;
  }

  get isStopped(): boolean {
    return this.stopped;
  }

  /** Waits for its turn and works alone. */
  exclusively<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.tail.then(work);
    this.tail = turn.catch(() => undefined);
    return turn;
  }

  /** Tells the owner of what failed beside the batches. */
  readonly failed = (error: unknown): void => this.settings.observe.failed?.(error, 1);

  /** Whether a subject is among those this process works on now; given partitions, whether it is on one of these. */
  owns(subject: string, among?: readonly number[]): boolean {
    return !this.settings.isShared || this.subscription?.owns(subject, among) === true;
  }

  /** The partitions this process works on now. */
  owned(): readonly number[] {
    return this.subscription?.owned() ?? [];
  }

  /** Events that are not folded yet. */
  lag(): Promise<number> {
    return this.subscription?.lag() ?? Promise.resolve(0);
  }

  committed(): Cursor | undefined {
    return this.subscription?.committed();
  }

  /** @throws RepeatedDefect when a defect has stopped it, for whoever would wait for what it does not fold any more */
  requireGoing(): void {
    if (this.stoppedBy !== undefined) throw this.stoppedBy;
  }

  /** When the loop last went round, epoch ms; 0 when a defect has stopped it. */
  lastProgress(): number {
    if (this.stoppedBy !== undefined) return 0;
    return Math.max(this.lastTick, this.subscription?.lastProgress() ?? 0);
  }

  /**
   * The instant up to which everything recorded is folded, epoch ms. Nobody may be woken beyond it: what is recorded
   * before a wake-up comes before it, live as in a rebuild.
   */
  async foldedBy(): Promise<number> {
    const now = this.settings.clock();
    return (await this.lag()) === 0 ? now : this.foldedTo;
  }

  /**
   * Works alone, with that instant. The log is asked before the turn, as that may take a call to it and events would
   * have to wait; what is folded meanwhile only moves the instant ahead, unless subjects change hands.
   */
  async exclusivelyUpTo<T>(work: (foldedBy: number) => Promise<T>): Promise<T> {
    const before = this.hands;
    const foldedBy = await this.foldedBy();
    return this.exclusively(() => work(this.hands === before ? foldedBy : this.foldedTo));
  }

  private handOvers({ takeOver, leave }: Work) {
    return {
      onAssigned: (partitions: readonly number[]) => {
        const deal = ++this.deals;
        void this.exclusively(() => this.takeOver(deal, () => takeOver(partitions)));
      },
      onRevoked: () => {
        this.deals += 1;
        void this.exclusively(leave).catch(this.failed);
      },
    };
  }

  /**
   * Nothing is folded before what others left is taken up, however long that takes: the next save of a subject would be
   * written over changes that nobody has published. Given up only when the partitions are dealt anew.
   */
  private async takeOver(deal: number, takeOver: () => Promise<void>): Promise<void> {
    this.foldedTo = Number.NEGATIVE_INFINITY;
    this.hands += 1;
    for (let attempt = 1; deal === this.deals && !this.stopped; attempt++) {
      try {
        return await takeOver();
      } catch (error) {
        this.settings.observe.failed?.(error, attempt);
        this.lastTick = this.settings.clock();
        const wait = Math.min(mostPauseMs, firstPauseMs * 2 ** (attempt - 1));
        await new Promise((resolve) => setTimeout(resolve, wait));
      }
    }
  }

  private async fold(page: EventPage, work: Work): Promise<void> {
    this.requireGoing();
    const begun = performance.now();
    try {
      await work.fold(page);
    } catch (error) {
      if (error instanceof RepeatedDefect) this.stopFor(error);
      throw error;
    }
    const newest = page.events.at(-1);
    if (newest !== undefined) this.foldedTo = Date.parse(newest.recordedat) - 1;
    this.settings.observe.folded?.(page, performance.now() - begun);
  }

  private stopFor(defect: RepeatedDefect): void {
    this.stoppedBy = defect;
    clearTimeout(this.timer);
    this.settings.observe.stopped?.(defect);
  }

  private tickLater(work: Work): void {
    this.timer = setTimeout(async () => {
      this.lastTick = this.settings.clock();
      this.ticking = work.tick().catch(this.failed);
      await this.ticking;
      if (!this.stopped && this.stoppedBy === undefined) this.tickLater(work);
    }, this.settings.tickMs);
  }
}
