import {
  type Drained,
  type EventPage,
  type Failure,
  GroupWork,
  ParkingLot,
  parkedCollection,
  RepeatedDefects,
  type StoredEvent,
  TopicFollower,
  type ViewCollection,
  type WorkerObserver,
  type WorkerSettings,
} from '@vilfredo/event-sourcing';
import { governanceUpTo } from '../follow-policies/governance-log.js';
import { AlertList } from '../list-alerts/alert-list.js';
import { listedAlerts } from '../list-alerts/listed-alerts.js';
import { HeldAlerts } from '../notify-when/held-alerts.js';
import { allCustomers, Progress } from './progress.js';
import { WatchBook } from './watch-book.js';
import { watchedCustomers, watchedTopics } from './watched-customers.js';

export type AlertingSettings = WorkerSettings<AlertingObserver>;

export interface AlertingObserver extends WorkerObserver {
  /** The list of alerts is made without an event that cannot be read. */
  leftOut(event: StoredEvent, failure: Failure): void;
}

const group = 'alerting';
const standardBatch = 4_000;
/** More events than this that are not folded are a backlog: until it is gone nobody is woken but by events of their own. */
const backlog = 1_000;

/** Where is kept what could not be processed of what alerts depend on. */
const parkedByAlerting = { ...parkedCollection, name: 'alerting-parked' };

/**
 * Alerting as it runs: folds what the log brings, keeps to time, and lists the alerts that come of it. Everything goes
 * through one queue, so that nothing is decided between two events of a batch.
 */
export class AlertingRuntime {
  private governance: TopicFollower | undefined;
  private readonly work: GroupWork;
  readonly book: WatchBook;
  /** When people may be told of alerts. */
  readonly held: HeldAlerts;
  private readonly list: AlertList;

  private constructor(
    readonly settings: AlertingSettings,
    readonly views: ViewCollection,
    /** The alerts, one view each. */
    readonly alerts: ViewCollection,
    readonly parking: ParkingLot,
    private readonly progress: Progress,
  ) {
    const {
      log,
      clock,
      batchSize = standardBatch,
      tickMs = 200,
      shared,
      observe = {},
      stopsOnDefects = true,
    } = settings;
    const isShared = shared !== undefined;
    this.work = new GroupWork({ log, clock, group, batchSize, tickMs, isShared, observe });
    this.book = new WatchBook({
      log,
      views,
      parking,
      publishes: true,
      ...(isShared ? { clock, owns: (subject: string) => this.owns(subject) } : {}),
      ...(stopsOnDefects ? { defects: new RepeatedDefects() } : {}),
      ...(observe.parked === undefined ? {} : { onParked: observe.parked }),
    });
    this.list = new AlertList({
      views: alerts,
      ...(observe.leftOut === undefined ? {} : { onUnreadable: observe.leftOut }),
    });
    this.held = new HeldAlerts(alerts, () => this.book.policies.newest.policy);
  }

  static async open(settings: AlertingSettings): Promise<AlertingRuntime> {
    const { store, clock } = settings;
    const views = await store.collection(watchedCustomers);
    const alerts = await store.collection(listedAlerts);
    const parking = await ParkingLot.open(await store.collection(parkedByAlerting), clock);
    return new AlertingRuntime(settings, views, alerts, parking, await Progress.open(store));
  }

  /** Publishes what a crash left unpublished, takes up the policies there are, and begins to fold. */
  async start(): Promise<void> {
    const { log, shared } = this.settings;
    const end = await log.end();
    if (shared === undefined) {
      // What was decided besides policies comes in its place among the events.
      for await (const event of governanceUpTo(log, end)) this.book.policies.add(event);
      await this.progress.take(allCustomers);
      await this.book.publishLeftovers(this.progress.published);
      await this.book.recallSuspects();
    } else {
      for await (const event of governanceUpTo(log, end)) this.book.resume(event);
      const fold = ({ events }: EventPage) => this.exclusively(() => this.book.apply(events));
      this.governance = new TopicFollower({ log, topic: 'governance', after: end, fold, failed: this.work.failed });
    }
    await this.work.start({
      topics: shared === undefined ? [...watchedTopics, 'governance'] : watchedTopics,
      fold: (page) => this.fold(page),
      tick: () => this.tick(),
      takeOver: (partitions) => this.takeOver(partitions),
      leave: async () => {
        this.book.leave();
        this.progress.leave();
      },
    });
  }

  async stop(): Promise<void> {
    await Promise.all([this.work.stop(), this.governance?.stop()]);
    await this.exclusively(() => this.progress.save(this.book.published));
  }

  /** Whether a customer is among those this process watches now. */
  owns(subject: string): boolean {
    return this.work.owns(subject);
  }

  /** Whether a policy is in force. */
  get isGoverned(): boolean {
    return this.book.policies.areThere;
  }

  lag(): Promise<number> {
    return this.work.lag();
  }

  /** When the loop last went round, epoch ms. */
  lastProgress(): number {
    return this.work.lastProgress();
  }

  /** Waits for its turn and works alone. */
  exclusively<T>(work: () => Promise<T>): Promise<T> {
    return this.work.exclusively(work);
  }

  /** Tries again what is parked on a customer. */
  drain(subject: string): Promise<Drained> {
    return this.exclusively(() => this.book.drain(subject));
  }

  /** Resolves when all that is in the log by now is folded, everybody due is woken, and what comes of it is listed. */
  async settle(): Promise<void> {
    do {
      while ((await this.lag()) > 0) {
        this.work.requireGoing();
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
      await this.exclusively(async () => this.book.wake(await this.work.foldedBy()));
    } while ((await this.lag()) > 0);
  }

  /** Takes up what others have left: alerts not published, what is parked, customers not in the newest policy. */
  private async takeOver(partitions: readonly number[]): Promise<void> {
    this.book.leave();
    await this.parking.reload();
    await this.progress.take(partitions.map((partition) => `partition-${partition}`));
    // Of all that was taken, also where it is dealt anew by now: it counts as published from here on.
    await this.book.publishLeftovers(this.progress.published, (subject) => this.work.owns(subject, partitions));
    await this.book.skips.carryOutAll();
    await this.book.recallSuspects();
    if (this.isGoverned) await this.book.enter();
  }

  private async fold({ events }: EventPage): Promise<void> {
    await this.book.apply(events);
    await this.list.apply(events);
  }

  /** Looks at the time: wakes who is due, tries parked customers again. */
  private async tick(): Promise<void> {
    if ((await this.lag()) > backlog) return;
    while (!this.work.isStopped && (await this.work.exclusivelyUpTo((now) => this.book.wakeSome(now))) > 0);
    await this.exclusively(async () => {
      for (const subject of await this.parking.due()) if (this.owns(subject)) await this.book.drain(subject);
      await this.progress.save(this.book.published);
    });
  }
}
