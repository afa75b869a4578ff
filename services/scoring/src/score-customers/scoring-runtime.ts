import {
  type Cursor,
  type EventPage,
  GroupWork,
  ParkingLot,
  parkedCollection,
  RepeatedDefects,
  TopicFollower,
  type ViewCollection,
} from '@vilfredo/event-sourcing';
import { derivedId } from '@vilfredo/events';
import { defaultPolicy } from '../policy/default-policy.js';
import { customerTopics } from './customer-projection.js';
import { customerViews } from './customer-views.js';
import { Epochs, type SeenOfBook } from './epochs.js';
import { EraEntrance } from './era-entrance.js';
import { activation, governanceUpTo, scoringTopics } from './governance-log.js';
import { Progress, wholeBook } from './progress.js';
import { ScoreBook } from './score-book.js';
import type { ScoringSettings } from './scoring-settings.js';

const group = 'scoring';
const standardBatch = 8_000;
/** More events than this that are not folded are a backlog: until it is gone nobody is woken and no cut-offs are taken. */
const backlog = 1_000;

/**
 * Scoring as it runs: folds what the log brings, wakes who is due, and records cut-offs when the book has moved
 * enough. Everything goes through one queue, so that nothing is decided between two events of a batch.
 */
export class ScoringRuntime {
  private governance: TopicFollower | undefined;
  private readonly work: GroupWork;
  private readonly epochs: Epochs;
  private readonly entrance: EraEntrance;
  private foldedEvents = 0;

  private constructor(
    readonly settings: ScoringSettings,
    readonly views: ViewCollection,
    readonly parking: ParkingLot,
    readonly book: ScoreBook,
    private readonly progress: Progress,
  ) {
    const { log, clock, batchSize = standardBatch, tickMs = 200, shared, observe = {} } = settings;
    this.work = new GroupWork({ log, clock, group, batchSize, tickMs, isShared: shared !== undefined, observe });
    this.epochs = new Epochs({ log, clock, views, book });
    this.entrance = new EraEntrance({ book, progress, work: this.work });
  }

  static async open(settings: ScoringSettings): Promise<ScoringRuntime> {
    const { log, store, clock, recent, observe, shared, stopsOnDefects = true } = settings;
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
      ...(stopsOnDefects ? { defects: new RepeatedDefects() } : {}),
      ...(observe?.parked === undefined ? {} : { onParked: observe.parked }),
    });
    runtime = new ScoringRuntime(settings, views, parking, book, await Progress.open(store));
    await runtime.activateFirstPolicy();
    return runtime;
  }

  /** Publishes what a crash left unpublished, takes up the governance already folded, and begins to fold. */
  async start(): Promise<void> {
    if (this.settings.shared === undefined) await this.startAlone();
    else await this.startBesideOthers();
  }

  private async startAlone(): Promise<void> {
    const { log } = this.settings;
    await this.progress.take(wholeBook);
    this.book.moved.takeOver(this.progress.moved);
    await this.book.publishLeftovers(this.progress.published);
    const { governance, entered } = this.progress;
    await this.book.resume(
      governanceUpTo(log, ({ offset }) => offset <= governance),
      ({ offset }) => offset <= entered,
    );
    await this.book.recallSuspects();
    await this.subscribe(scoringTopics);
  }

  /** Nobody's customers are touched before partitions are assigned, and all of governance is known by then. */
  private async startBesideOthers(): Promise<void> {
    const { log } = this.settings;
    const end = await log.end();
    await this.book.resume(governanceUpTo(log, undefined, end));
    const fold = (page: EventPage) => this.exclusively(() => this.fold(page));
    this.governance = new TopicFollower({ log, topic: 'governance', after: end, fold, failed: this.work.failed });
    await this.subscribe(customerTopics);
  }

  private subscribe(topics: readonly string[]): Promise<void> {
    return this.work.start({
      topics,
      fold: (page) => this.fold(page),
      tick: () => this.tick(),
      takeOver: (partitions) => this.takeOver(partitions),
      leave: async () => {
        this.book.leave();
        this.progress.leave();
      },
    });
  }

  /** Takes up what others have left: changes not published, customers not in the newest era, what is parked. */
  private async takeOver(partitions: readonly number[]): Promise<void> {
    this.book.leave();
    await this.parking.reload();
    await this.progress.take(partitions.map((partition) => `partition-${partition}`));
    this.book.moved.takeOver(this.progress.moved);
    // Of all that was taken, also where it is dealt anew by now: it counts as published from here on.
    await this.book.publishLeftovers(this.progress.published, (subject) => this.work.owns(subject, partitions));
    if (this.progress.entered < this.book.eras.governedTo) this.book.entering.begin();
    await this.book.skips.carryOutAll();
    await this.book.recallSuspects();
  }

  /** Whether a customer is among those this process scores now. */
  owns(subject: string): boolean {
    return this.work.owns(subject);
  }

  /** Waits for its turn and works alone. */
  exclusively<T>(work: () => Promise<T>): Promise<T> {
    return this.work.exclusively(work);
  }

  get isStarted(): boolean {
    return this.work.isStarted;
  }

  /** Whether a policy is in force. */
  get isGoverned(): boolean {
    return this.book.eras.isGoverned;
  }

  lag(): Promise<number> {
    return this.work.lag();
  }

  /** Whether the book is on its way into new cut-offs: they are wanted or being taken, or somebody has still to enter them. */
  async isMoving(): Promise<boolean> {
    if (!this.isGoverned || !this.book.entering.isOver) return true;
    return this.takesCutoffs && this.epochs.isPending(this.settings.clock(), await this.seenOfBook());
  }

  /** When the loop last went round, epoch ms. */
  lastProgress(): number {
    return this.work.lastProgress();
  }

  committed(): Cursor | undefined {
    return this.work.committed();
  }

  /** The instant up to which everything recorded is folded, epoch ms; nobody may be woken beyond it. */
  foldedBy(): Promise<number> {
    return this.work.foldedBy();
  }

  /**
   * Resolves when everything that is in the log by now is folded, everybody due is woken, the cut-offs are those of
   * this moment, and everybody has entered them.
   * @throws RepeatedDefect when a defect has stopped it
   */
  async settle(): Promise<void> {
    await this.caughtUp();
    await this.epochs.taken();
    await this.exclusively(async () => {
      await this.book.wake(await this.foldedBy());
      if (this.book.moved.count > 0 || this.book.era.epoch === null) await this.epochs.take();
    });
    await this.caughtUp();
    await this.exclusively(async () => {
      await this.enterAll();
      await this.book.wake(await this.foldedBy());
    });
  }

  /** Looks at the time: wakes who is due, tries parked customers again, records cut-offs when it is time to. */
  private async tick(): Promise<void> {
    if ((await this.lag()) > backlog) return;
    while (!this.work.isStopped && (await this.work.exclusivelyUpTo((now) => this.book.wakeSome(now))) > 0);
    await this.work.exclusivelyUpTo(async (foldedBy) => {
      for (const subject of await this.parking.due()) if (this.owns(subject)) await this.book.drain(subject);
      if (await this.isEpochDue(foldedBy)) this.epochs.takeInBackground(this.work.failed);
      await this.saveProgress();
    });
    this.entrance.beginInBackground();
  }

  async stop(): Promise<void> {
    await Promise.all([this.work.stop(), this.governance?.stop()]);
    await Promise.all([this.epochs.taken(), this.entrance.ended()]);
    await this.exclusively(() => this.saveProgress());
  }

  private async saveProgress(): Promise<void> {
    const { published, moved } = this.book;
    const movedPerPart = Math.ceil(moved.count / Math.max(1, this.progress.size));
    await this.progress.save({ published, moved: movedPerPart });
  }

  /** Takes everybody into the newest era while nothing else happens. Call it in turn (`exclusively`). */
  async enterAll(): Promise<void> {
    await this.book.entering.all();
    await this.progress.save({ published: this.book.published, entered: this.book.eras.governedTo });
  }

  /** Takes rebuilt views for the live ones. Call it in turn (`exclusively`). */
  async adopt(rebuilt: ViewCollection): Promise<void> {
    // Changes wait with the views that they are about: with these they would be gone.
    await this.book.publishWaiting();
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
      this.work.requireGoing();
      await new Promise((resolve) => setTimeout(resolve, 5));
      await this.exclusively(async () => undefined);
    }
  }

  private async fold(page: EventPage): Promise<void> {
    await this.book.apply(page);
    const governance = page.events.findLast(({ topic }) => topic === 'governance');
    if (governance !== undefined) {
      await this.progress.save({ published: this.book.published, governance: governance.offset });
      if (!this.takesCutoffs) this.book.moved.forget();
      this.entrance.beginInBackground();
    }
    this.foldedEvents += page.events.length;
  }

  /** Of those who share the book the one that has the first partition takes the cut-offs of all. */
  private get takesCutoffs(): boolean {
    return this.settings.shared === undefined || this.work.owned().includes(0);
  }

  private async isEpochDue(foldedBy: number): Promise<boolean> {
    return this.takesCutoffs && this.epochs.isDue(foldedBy, await this.seenOfBook());
  }

  private async seenOfBook(): Promise<SeenOfBook> {
    const { shared } = this.settings;
    const share = shared === undefined ? 1 : this.work.owned().length / shared.partitions;
    // The first customers may be others'.
    const isFirst = shared !== undefined && this.book.era.epoch === null && (await this.views.count()) > 0;
    return { share, isFirst, enteringMs: this.entrance.tookMs };
  }

  private async activateFirstPolicy(): Promise<void> {
    const { log, clock, policy = defaultPolicy } = this.settings;
    const { events } = await log.read({ topics: ['governance'], limit: 1 });
    if (events.length === 0)
      await log.append([activation(policy, derivedId('policy', 'first', 'PolicyActivated'), clock())]);
  }
}
