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
/** The most of the time that may go into cut-offs and into taking everybody into them. */
const epochShare = 0.05;
const standardBatch = 8_000;

/**
 * Scoring as it runs: folds what the log brings, wakes who is due, and records cut-offs when the book has moved
 * enough. Everything goes through one queue, so that nothing is decided between two events of a batch.
 */
export class ScoringRuntime {
  private tail: Promise<unknown> = Promise.resolve();
  private timer: NodeJS.Timeout | undefined;
  private ticking: Promise<void> | undefined;
  private subscription: Subscription | undefined;
  private stopped = false;
  /** Number of the newest epoch recorded, which may not be folded yet. */
  private epochRecorded = 0;
  private epochTookMs = 0;
  private epochTakenAt = Number.NEGATIVE_INFINITY;
  private taking: Promise<void> | undefined;
  /** How long it took everybody to enter the newest era. */
  private enteringTookMs = 0;
  private entering: Promise<void> | undefined;
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
      enters: 'by-and-by',
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
    const { governance, entered } = this.progress;
    await this.book.resume(
      governanceUpTo(log, ({ offset }) => offset <= governance),
      ({ offset }) => offset <= entered,
    );
    this.subscription = await log.subscribe({
      group,
      topics: scoringTopics,
      batchSize,
      onBatch: (page) => this.exclusively(() => this.fold(page)),
      ...(observe?.failed === undefined ? {} : { onFailure: observe.failed }),
    });
    const tick = async () => {
      this.ticking = this.tick().catch((error: unknown) => observe?.failed?.(error, 1));
      await this.ticking;
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
   * Resolves when everything that is in the log by now is folded, everybody due is woken, the cut-offs are those of
   * this moment, and everybody has entered them.
   */
  async settle(): Promise<void> {
    await this.caughtUp();
    await this.taking;
    await this.exclusively(async () => {
      await this.book.wake(await this.foldedBy());
      if (this.book.moved.size > 0 || this.book.era.epoch === null) await this.takeEpoch();
    });
    await this.caughtUp();
    await this.exclusively(async () => {
      await this.enterAll();
      await this.book.wake(await this.foldedBy());
    });
  }

  /** Looks at the time: wakes who is due, tries parked customers again, records cut-offs when it is time to. */
  private async tick(): Promise<void> {
    const { clock, batchSize = standardBatch } = this.settings;
    this.lastTick = clock();
    if ((await this.lag()) > batchSize) return;
    while (!this.stopped && (await this.exclusively(async () => this.book.wakeSome(await this.foldedBy()))) > 0);
    await this.exclusively(async () => {
      for (const subject of await this.parking.due()) await this.book.drain(subject);
      if (this.isEpochDue(await this.foldedBy())) this.taking ??= this.takeInBackground();
      await this.progress.save({ published: this.book.published });
    });
    this.enterInBackground();
  }

  async stop(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    await this.subscription?.stop();
    await Promise.all([this.ticking, this.taking, this.entering]);
    await this.exclusively(() => this.progress.save({ published: this.book.published }));
  }

  /** Takes everybody into the newest era while nothing else happens. Call it in turn (`exclusively`). */
  async enterAll(): Promise<void> {
    await this.book.enterAll();
    await this.progress.save({ published: this.book.published, entered: this.progress.governance });
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
      this.enterInBackground();
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
    if (this.taking !== undefined || !this.book.isEntered) return false;
    if (epoch === null) return moved.size > 0 || this.book.lastEpoch !== null;
    const apart = Math.max(epochs.atLeastSecondsApart * 1_000, (this.epochTookMs + this.enteringTookMs) / epochShare);
    if (performance.now() - this.epochTakenAt < apart) return false;
    if (moved.size >= Math.max(1, epochs.movedShare * epoch.population.buyers)) return true;
    return now - epoch.asOf >= epochs.everyHours * 3_600_000;
  }

  /** Lets everybody enter the newest era, a handful at a time, while events go on between them. */
  private enterInBackground(): void {
    if (this.book.isEntered || this.stopped) return;
    this.entering ??= this.enterByAndBy()
      .catch((error: unknown) => this.settings.observe?.failed?.(error, 1))
      .finally(() => {
        this.entering = undefined;
      });
  }

  private async enterByAndBy(): Promise<void> {
    let tookMs = 0;
    while (!this.stopped) {
      const isEntered = await this.exclusively(async () => {
        const begun = performance.now();
        const isLast = await this.book.enterSome();
        tookMs += performance.now() - begun;
        if (isLast) await this.progress.save({ entered: this.progress.governance });
        return isLast;
      });
      if (isEntered) break;
      await new Promise((resolve) => setImmediate(resolve));
    }
    this.enteringTookMs = tookMs;
  }

  private takeInBackground(): Promise<void> {
    return this.takeEpoch()
      .catch((error: unknown) => this.settings.observe?.failed?.(error, 1))
      .finally(() => {
        this.taking = undefined;
      });
  }

  /** Records the cut-offs of this moment, while events go on; they take effect when the log brings them back. */
  private async takeEpoch(): Promise<void> {
    const begun = performance.now();
    const { log, clock } = this.settings;
    const { moved } = this.book;
    const before = [...moved];
    // Whoever moves from here on is not in these cut-offs, also if their event is in the log before them.
    moved.clear();
    try {
      const { era } = this.book;
      const population = await readPopulation(this.views, clock(), era);
      const isOutdated = era.activation !== this.book.era.activation;
      if (!isOutdated && population.customers + population.prospects > 0) {
        const number = Math.max(this.book.lastEpoch?.number ?? 0, this.epochRecorded) + 1;
        await log.append(recordCutoffs(population, era, number));
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
