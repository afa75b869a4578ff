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
import { Epochs } from '../eras/epochs.js';
import { EraEntrance } from '../eras/era-entrance.js';
import { activateFirst, scoringTopics } from '../eras/governance-log.js';
import { defaultPolicy } from '../policy/default-policy.js';
import { BookShare } from './book-share.js';
import { customerTopics } from './customer-projection.js';
import { customerViews } from './customer-views.js';
import { Progress } from './progress.js';
import { ScoreBook } from './score-book.js';
import type { ScoringSettings } from './scoring-settings.js';
import { Settling } from './settling.js';
import { TakeOver } from './take-over.js';

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
  private readonly share: BookShare;
  private readonly entrance: EraEntrance;
  private readonly epochs: Epochs;
  private readonly takeOver: TakeOver;
  private readonly settling: Settling;

  private constructor(
    readonly settings: ScoringSettings,
    readonly views: ViewCollection,
    readonly parking: ParkingLot,
    readonly book: ScoreBook,
    private readonly progress: Progress,
    private readonly work: GroupWork,
  ) {
    const { log, clock, shared } = settings;
    this.share = new BookShare(work, shared?.partitions);
    this.entrance = new EraEntrance({ book, progress, work });
    this.epochs = new Epochs({ log, clock, views, book, share: this.share, entrance: this.entrance });
    this.settling = new Settling({ book, entrance: this.entrance, epochs: this.epochs, work });
    this.takeOver = new TakeOver({ log, parking, book, progress, work });
  }

  static async open(settings: ScoringSettings): Promise<ScoringRuntime> {
    const { log, store, clock, recent, shared, observe = {}, policy = defaultPolicy } = settings;
    const { batchSize = standardBatch, tickMs = 200, stopsOnDefects = true } = settings;
    const views = await store.collection(customerViews);
    const parking = await ParkingLot.open(await store.collection(parkedCollection), clock);
    const work = new GroupWork({ log, clock, group, batchSize, tickMs, isShared: shared !== undefined, observe });
    const book = new ScoreBook({
      log,
      views,
      parking,
      publishes: true,
      enters: 'by-and-by',
      ...(shared === undefined ? {} : { clock, owns: (subject: string) => work.owns(subject) }),
      ...(recent === undefined ? {} : { recent }),
      ...(stopsOnDefects ? { defects: new RepeatedDefects() } : {}),
      ...(observe.parked === undefined ? {} : { onParked: observe.parked }),
    });
    const runtime = new ScoringRuntime(settings, views, parking, book, await Progress.open(store), work);
    await activateFirst(policy, log, clock());
    return runtime;
  }

  /** Publishes what a crash left unpublished, takes up the governance already folded, and begins to fold. */
  async start(): Promise<void> {
    if (!this.share.isPart) {
      await this.takeOver.whole();
      return this.subscribe(scoringTopics);
    }
    // Nobody's customers are touched before partitions are assigned, and all of governance is known by then.
    const after = await this.takeOver.governance();
    const { log } = this.settings;
    const fold = (page: EventPage) => this.exclusively(() => this.fold(page));
    this.governance = new TopicFollower({ log, topic: 'governance', after, fold, failed: this.work.failed });
    await this.subscribe(customerTopics);
  }

  private subscribe(topics: readonly string[]): Promise<void> {
    return this.work.start({
      topics,
      fold: (page) => this.fold(page),
      tick: () => this.tick(),
      takeOver: (partitions) => this.takeOver.partitions(partitions),
      leave: async () => this.takeOver.leave(),
    });
  }

  /** Whether a customer is among those this process scores now. */
  owns(subject: string): boolean {
    return this.work.owns(subject);
  }

  /** Whether all customers are scored by this process. */
  get ownsAll(): boolean {
    return this.share.isWhole;
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
    return this.epochs.isPending();
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
  settle(): Promise<void> {
    return this.settling.settled();
  }

  /** Looks at the time: wakes who is due, tries parked customers again, records cut-offs when it is time to. */
  private async tick(): Promise<void> {
    if ((await this.lag()) > backlog) return;
    while (!this.work.isStopped && (await this.work.exclusivelyUpTo((now) => this.book.wakeSome(now))) > 0);
    await this.work.exclusivelyUpTo(async (foldedBy) => {
      for (const subject of await this.parking.due()) if (this.owns(subject)) await this.book.drain(subject);
      if (await this.epochs.isDue(foldedBy)) this.epochs.takeInBackground(this.work.failed);
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
  enterAll(): Promise<void> {
    return this.entrance.enterAll();
  }

  private async fold(page: EventPage): Promise<void> {
    await this.book.apply(page);
    const governance = page.events.findLast(({ topic }) => topic === 'governance');
    if (governance !== undefined) {
      await this.progress.save({ published: this.book.published, governance: governance.offset });
      if (!this.share.takesCutoffs) this.book.moved.forget();
      this.entrance.beginInBackground();
    }
    this.settling.note(page.events.length);
  }
}
