import { setTimeout as pause } from 'node:timers/promises';
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
import { defaultPolicy } from '../policy/default-policy.js';
import { customerTopics } from './customer-projection.js';
import { customerViews } from './customer-views.js';
import { Epochs } from './epochs.js';
import { FollowedGovernance } from './followed-governance.js';
import { activation, governanceUpTo, scoringTopics } from './governance-log.js';
import { Progress, wholeBook } from './progress.js';
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
  /**
   * Set when other processes score beside this one: the log deals the customers' partitions among them, and each reads
   * governance on its own, beside the events and not in one order with them.
   */
  readonly shared?: { readonly partitions: number };
  readonly observe?: Partial<ScoringObserver>;
}

/** What an owner may want to count or tell. */
export interface ScoringObserver {
  parked(event: StoredEvent, failure: Failure): void;
  failed(error: unknown, attempt: number): void;
  folded(page: EventPage, ms: number): void;
}

const group = 'scoring';
const standardBatch = 8_000;
/** More events than this that are not folded are a backlog: until it is gone nobody is woken and no cut-offs are taken. */
const backlog = 1_000;
/** Of the time between two handfuls who enter an era. */
const mostPauseMs = 100;

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
  private governance: FollowedGovernance | undefined;
  private readonly epochs: Epochs;
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
  ) {
    const { log, clock } = settings;
    this.epochs = new Epochs({ log, clock, views, book });
  }

  static async open(settings: ScoringSettings): Promise<ScoringRuntime> {
    const { log, store, clock, recent, observe, shared } = settings;
    const views = await store.collection(customerViews);
    const parking = await ParkingLot.open(await store.collection(parkedCollection), clock);
    let runtime: ScoringRuntime | undefined;
    const book = new ScoreBook({
      log,
      views,
      parking,
      publishes: true,
      enters: 'by-and-by',
      ...(shared === undefined ? {} : { clock, owns: (subject: string) => runtime?.owns(subject) === true }),
      ...(recent === undefined ? {} : { recent }),
      ...(observe?.parked === undefined ? {} : { onParked: observe.parked }),
    });
    runtime = new ScoringRuntime(settings, views, parking, book, await Progress.open(store));
    await runtime.activateFirstPolicy();
    return runtime;
  }

  /** Publishes what a crash left unpublished, takes up the governance already folded, and begins to fold. */
  async start(): Promise<void> {
    const { tickMs = 200, shared } = this.settings;
    if (shared === undefined) await this.startAlone();
    else await this.startBesideOthers();
    const tick = async () => {
      this.ticking = this.tick().catch(this.failed);
      await this.ticking;
      if (!this.stopped) this.timer = setTimeout(tick, tickMs);
    };
    this.timer = setTimeout(tick, tickMs);
  }

  private async startAlone(): Promise<void> {
    const { log } = this.settings;
    await this.progress.take(wholeBook);
    this.book.movedEarlier = this.progress.moved;
    await this.book.publishLeftovers(this.progress.published);
    const { governance, entered } = this.progress;
    await this.book.resume(
      governanceUpTo(log, ({ offset }) => offset <= governance),
      ({ offset }) => offset <= entered,
    );
    await this.subscribe(scoringTopics);
  }

  /** Nobody's customers are touched before partitions are assigned, and all of governance is known by then. */
  private async startBesideOthers(): Promise<void> {
    const { log } = this.settings;
    const end = await log.end();
    await this.book.resume(governanceUpTo(log, undefined, end));
    this.governance = new FollowedGovernance(
      log,
      end,
      (page) => this.exclusively(() => this.fold(page)),
      (error) => this.failed(error),
    );
    await this.subscribe(customerTopics);
  }

  private async subscribe(topics: readonly string[]): Promise<void> {
    const { log, batchSize = standardBatch, observe, shared } = this.settings;
    const changesHands = {
      onAssigned: (partitions: readonly number[]) =>
        void this.exclusively(() => this.takeOver(partitions)).catch(this.failed),
      onRevoked: () => void this.exclusively(async () => this.book.leave()).catch(this.failed),
    };
    this.subscription = await log.subscribe({
      group,
      topics,
      batchSize,
      onBatch: (page) => this.exclusively(() => this.fold(page)),
      ...(shared === undefined ? {} : changesHands),
      ...(observe?.failed === undefined ? {} : { onFailure: observe.failed }),
    });
  }

  /** Takes up what others have left: changes not published, customers not in the newest era, what is parked. */
  private async takeOver(partitions: readonly number[]): Promise<void> {
    this.foldedTo = Number.NEGATIVE_INFINITY;
    this.book.leave();
    await this.parking.reload();
    await this.progress.take(partitions.map((partition) => `partition-${partition}`));
    this.book.movedEarlier = this.progress.moved;
    await this.book.publishLeftovers(this.progress.published);
    if (this.progress.entered < this.book.governedTo) this.book.beginEntering();
  }

  /** Whether a customer is among those this process scores now. */
  owns(subject: string): boolean {
    return this.settings.shared === undefined || this.subscription?.owns(subject) === true;
  }

  private readonly failed = (error: unknown): void => this.settings.observe?.failed?.(error, 1);

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
    await this.epochs.taken();
    await this.exclusively(async () => {
      await this.book.wake(await this.foldedBy());
      if (this.book.moved.size + this.book.movedEarlier > 0 || this.book.era.epoch === null) await this.epochs.take();
    });
    await this.caughtUp();
    await this.exclusively(async () => {
      await this.enterAll();
      await this.book.wake(await this.foldedBy());
    });
  }

  /** Looks at the time: wakes who is due, tries parked customers again, records cut-offs when it is time to. */
  private async tick(): Promise<void> {
    this.lastTick = this.settings.clock();
    if ((await this.lag()) > backlog) return;
    while (!this.stopped && (await this.exclusively(async () => this.book.wakeSome(await this.foldedBy()))) > 0);
    await this.exclusively(async () => {
      for (const subject of await this.parking.due()) if (this.owns(subject)) await this.book.drain(subject);
      if (await this.isEpochDue()) this.epochs.takeInBackground(this.failed);
      await this.saveProgress();
    });
    this.enterInBackground();
  }

  async stop(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    await this.governance?.stop();
    await this.subscription?.stop();
    await Promise.all([this.ticking, this.epochs.taken(), this.entering]);
    await this.exclusively(() => this.saveProgress());
  }

  private async saveProgress(): Promise<void> {
    const { published, moved, movedEarlier } = this.book;
    const movedPerPart = Math.ceil((moved.size + movedEarlier) / Math.max(1, this.progress.size));
    await this.progress.save({ published, moved: movedPerPart });
  }

  /** Takes everybody into the newest era while nothing else happens. Call it in turn (`exclusively`). */
  async enterAll(): Promise<void> {
    await this.book.enterAll();
    await this.progress.save({ published: this.book.published, entered: this.book.governedTo });
  }

  /** Takes rebuilt views for the live ones. Call it in turn (`exclusively`). */
  async adopt(rebuilt: ViewCollection): Promise<void> {
    try {
      await this.views.replaceWith(rebuilt);
    } finally {
      this.book.forget();
    }
  }

  /** Of what comes in meanwhile nothing is waited for. */
  private async caughtUp(): Promise<void> {
    const enough = this.foldedEvents + (await this.lag());
    while ((await this.lag()) > 0 && this.foldedEvents < enough) {
      await pause(5);
      await this.exclusively(async () => undefined);
    }
  }

  private async fold(page: EventPage): Promise<void> {
    const begun = performance.now();
    await this.book.apply(page);
    const governance = page.events.findLast(({ topic }) => topic === 'governance');
    if (governance !== undefined) {
      await this.progress.save({ published: this.book.published, governance: governance.offset });
      if (!this.takesCutoffs) this.book.forgetMoved();
      this.enterInBackground();
    }
    this.foldedEvents += page.events.length;
    const newest = page.events.at(-1);
    if (newest !== undefined) this.foldedTo = Date.parse(newest.recordedat) - 1;
    this.settings.observe?.folded?.(page, performance.now() - begun);
  }

  /** Of those who share the book the one that has the first partition takes the cut-offs of all. */
  private get takesCutoffs(): boolean {
    return this.settings.shared === undefined || this.subscription?.owned().includes(0) === true;
  }

  private async isEpochDue(): Promise<boolean> {
    const { shared } = this.settings;
    if (!this.takesCutoffs) return false;
    const owned = this.subscription?.owned() ?? [];
    const share = shared === undefined ? 1 : owned.length / shared.partitions;
    // The first customers may be others'.
    const isFirst = shared !== undefined && this.book.era.epoch === null && (await this.views.count()) > 0;
    return this.epochs.isDue(await this.foldedBy(), { share, isFirst, enteringMs: this.enteringTookMs });
  }

  /**
   * Lets everybody enter the newest era, a handful at a time, and leaves events as long between two handfuls as one of
   * them took: an event that comes meanwhile seldom has to wait for one, never for several.
   */
  private enterInBackground(): void {
    if (this.book.isEntered || this.stopped) return;
    this.entering ??= this.enterByAndBy()
      .catch((error: unknown) => this.settings.observe?.failed?.(error, 1))
      .finally(() => {
        this.entering = undefined;
      });
  }

  private async enterByAndBy(): Promise<void> {
    let [tookMs, handfulMs] = [0, 0];
    while (!this.stopped) {
      const isEntered = await this.exclusively(async () => {
        const begun = performance.now();
        const isLast = await this.book.enterSome();
        handfulMs = performance.now() - begun;
        tookMs += handfulMs;
        if (isLast) await this.progress.save({ entered: this.book.governedTo });
        return isLast;
      });
      if (isEntered) break;
      await pause(Math.min(handfulMs, mostPauseMs));
    }
    this.enteringTookMs = tookMs;
  }

  private async activateFirstPolicy(): Promise<void> {
    const { log, clock, policy = defaultPolicy } = this.settings;
    const { events } = await log.read({ topics: ['governance'], limit: 1 });
    if (events.length === 0)
      await log.append([activation(policy, derivedId('policy', 'first', 'PolicyActivated'), clock())]);
  }
}
