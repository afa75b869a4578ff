import {
  type Clock,
  type Cursor,
  type EventLog,
  type EventPage,
  type Failure,
  ParkingLot,
  parkedCollection,
  type StoredEvent,
  type Subscription,
  type ViewCollection,
  type ViewStore,
} from '@vilfredo/event-sourcing';
import { derivedId, type Policy } from '@vilfredo/events';
import { readPopulation } from '../book/population.js';
import { recordCutoffs } from '../book/record-cutoffs.js';
import { defaultPolicy } from '../policy/default-policy.js';
import { customerViews } from './customer-views.js';
import { activation, governanceUpTo, scoringTopics } from './governance-log.js';
import { Progress } from './progress.js';
import { ScoreBook } from './score-book.js';

export interface ScoringSettings {
  readonly log: EventLog;
  readonly store: ViewStore;
  readonly clock: Clock;
  /** The policy of an empty deployment; the shipped one when absent. */
  readonly policy?: Policy;
  /** Events folded at once while catching up. */
  readonly batchSize?: number;
  /** Customers kept in memory. */
  readonly recent?: number;
  /** How often time is looked at, in milliseconds. */
  readonly tickMs?: number;
  readonly observe?: Partial<ScoringObserver>;
}

/** What an owner may want to count or tell. */
export interface ScoringObserver {
  parked(event: StoredEvent, failure: Failure): void;
  failed(error: unknown, attempt: number): void;
  folded(page: EventPage, ms: number): void;
}

const group = 'scoring';
/** The most of the time that may go into cut-offs: events wait meanwhile, and 99 of a hundred must not notice. */
const epochShare = 0.01;
const standardBatch = 2_000;

/**
 * Scoring as it runs: folds what the log brings, wakes who is due, and records cut-offs when the book has moved
 * enough. Everything goes through one queue, so that nothing is decided between two events of a batch.
 */
export class ScoringRuntime {
  private tail: Promise<unknown> = Promise.resolve();
  private timer: NodeJS.Timeout | undefined;
  private subscription: Subscription | undefined;
  private stopped = false;
  /** Number of the newest epoch recorded, which may not be folded yet. */
  private epochRecorded = 0;
  private epochTookMs = 0;
  /** How long it took everybody to enter the newest era: nothing else is folded meanwhile. */
  private sweepTookMs = 0;
  private epochTakenAt = Number.NEGATIVE_INFINITY;
  private lastTick = 0;
  private foldedEvents = 0;
  /** Everything recorded up to this instant is folded, epoch ms; what shares a moment is recorded together, but may be read apart. */
  private foldedTo = Number.NEGATIVE_INFINITY;

  private constructor(
    readonly settings: ScoringSettings,
    readonly views: ViewCollection,
    readonly parking: ParkingLot,
    readonly book: ScoreBook,
    private readonly progress: Progress,
  ) {}

  static async open(settings: ScoringSettings): Promise<ScoringRuntime> {
    const { log, store, clock, recent, observe } = settings;
    const views = await store.collection(customerViews);
    const parking = await ParkingLot.open(await store.collection(parkedCollection), clock);
    const book = new ScoreBook({
      log,
      views,
      parking,
      publishes: true,
      ...(recent === undefined ? {} : { recent }),
      ...(observe?.parked === undefined ? {} : { onParked: observe.parked }),
    });
    const runtime = new ScoringRuntime(settings, views, parking, book, await Progress.open(store));
    await runtime.activateFirstPolicy();
    return runtime;
  }

  /** Publishes what a crash left unpublished, takes up the governance already folded, and begins to fold. */
  async start(): Promise<void> {
    const { log, batchSize = standardBatch, tickMs = 200, observe } = this.settings;
    await this.book.publishLeftovers(this.progress.published);
    const folded = this.progress.governance;
    await this.book.resume(governanceUpTo(log, ({ offset }) => offset <= folded));
    this.subscription = await log.subscribe({
      group,
      topics: scoringTopics,
      batchSize,
      onBatch: (page) => this.exclusively(() => this.fold(page)),
      ...(observe?.failed === undefined ? {} : { onFailure: observe.failed }),
    });
    const tick = async () => {
      try {
        await this.tick();
      } catch (error) {
        observe?.failed?.(error, 1);
      }
      if (!this.stopped) this.timer = setTimeout(tick, tickMs);
    };
    this.timer = setTimeout(tick, tickMs);
  }

  /** Waits for its turn and works alone. */
  exclusively<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.tail.then(work);
    this.tail = turn.catch(() => undefined);
    return turn;
  }

  get isStarted(): boolean {
    return this.subscription !== undefined;
  }

  /** Whether a policy is in force. */
  get isGoverned(): boolean {
    return this.book.isGoverned;
  }

  lag(): Promise<number> {
    return this.subscription === undefined ? Promise.resolve(0) : this.subscription.lag();
  }

  /** When the loop last went round, epoch ms. */
  lastProgress(): number {
    return Math.max(this.lastTick, this.subscription?.lastProgress() ?? 0);
  }

  committed(): Cursor | undefined {
    return this.subscription?.committed();
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
   * Resolves when everything that is in the log by now is folded, everybody due is woken, and the cut-offs are those of
   * this moment.
   */
  async settle(): Promise<void> {
    await this.caughtUp();
    await this.exclusively(() => this.tick(true));
    await this.caughtUp();
  }

  /** Looks at the time: wakes who is due, tries parked customers again, records cut-offs when it is time to. */
  private async tick(settling = false): Promise<void> {
    const { clock, batchSize = standardBatch } = this.settings;
    const work = async () => {
      this.lastTick = clock();
      if ((await this.lag()) > batchSize) return;
      const now = await this.foldedBy();
      await this.book.wake(now);
      for (const subject of await this.parking.due()) await this.book.drain(subject);
      if (settling ? this.book.moved.size > 0 || this.book.era.epoch === null : this.isEpochDue(now)) {
        await this.recordEpoch();
      }
      await this.progress.save({ published: this.book.published });
    };
    await (settling ? work() : this.exclusively(work));
  }

  async stop(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    await this.subscription?.stop();
    await this.exclusively(() => this.progress.save({ published: this.book.published }));
  }

  /** Takes rebuilt views for the live ones. Call it in turn (`exclusively`). */
  async adopt(rebuilt: ViewCollection): Promise<void> {
    await this.views.replaceWith(rebuilt);
    this.book.forget();
  }

  /** Of what comes in meanwhile nothing is waited for. */
  private async caughtUp(): Promise<void> {
    const enough = this.foldedEvents + (await this.lag());
    while ((await this.lag()) > 0 && this.foldedEvents < enough) {
      await new Promise((resolve) => setTimeout(resolve, 5));
      await this.exclusively(async () => undefined);
    }
  }

  private async fold(page: EventPage): Promise<void> {
    const begun = performance.now();
    await this.book.apply(page);
    const governance = page.events.findLast(({ topic }) => topic === 'governance');
    if (governance !== undefined) {
      await this.progress.save({ published: this.book.published, governance: governance.offset });
      this.sweepTookMs = performance.now() - begun;
    }
    this.foldedEvents += page.events.length;
    const newest = page.events.at(-1);
    if (newest !== undefined) this.foldedTo = Date.parse(newest.recordedat) - 1;
    this.settings.observe?.folded?.(page, performance.now() - begun);
  }

  private isEpochDue(now: number): boolean {
    const { epochs } = this.book.era.policy;
    const { epoch } = this.book.era;
    const { moved } = this.book;
    if (epoch === null) return moved.size > 0 || this.book.lastEpoch !== null;
    const apart = Math.max(epochs.atLeastSecondsApart * 1_000, (this.epochTookMs + this.sweepTookMs) / epochShare);
    if (performance.now() - this.epochTakenAt < apart) return false;
    if (moved.size >= Math.max(1, epochs.movedShare * epoch.population.buyers)) return true;
    return now - epoch.asOf >= epochs.everyHours * 3_600_000;
  }

  /** Records the cut-offs of this moment; they take effect when the log brings them back. */
  private async recordEpoch(): Promise<void> {
    const begun = performance.now();
    const { log, clock } = this.settings;
    const { moved } = this.book;
    const before = [...moved];
    // Whoever moves from here on is not in these cut-offs, also if their event is in the log before them.
    moved.clear();
    try {
      const population = await readPopulation(this.views, clock(), this.book.era);
      if (population.customers + population.prospects > 0) {
        const number = Math.max(this.book.lastEpoch?.number ?? 0, this.epochRecorded) + 1;
        await log.append(recordCutoffs(population, this.book.era, number));
        this.epochRecorded = number;
      }
    } catch (error) {
      for (const id of before) moved.add(id);
      throw error;
    }
    this.epochTookMs = performance.now() - begun;
    this.epochTakenAt = performance.now();
  }

  private async activateFirstPolicy(): Promise<void> {
    const { log, clock, policy = defaultPolicy } = this.settings;
    const { events } = await log.read({ topics: ['governance'], limit: 1 });
    if (events.length === 0)
      await log.append([activation(policy, derivedId('policy', 'first', 'PolicyActivated'), clock())]);
  }
}
