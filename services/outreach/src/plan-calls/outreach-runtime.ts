import {
  GroupWork,
  ParkingLot,
  parkedCollection,
  RepeatedDefects,
  type ViewCollection,
  type WorkerSettings,
} from '@vilfredo/event-sourcing';
import { CallBook } from './call-book.js';
import { callViews } from './call-projection.js';
import { callTopics } from './read-fact.js';

export interface OutreachSettings extends WorkerSettings {
  /** Customers kept in memory. */
  readonly recent?: number;
}

const group = 'outreach';
/** More events than this that are not folded are a backlog: until it is gone nobody is moved by time alone. */
const backlog = 1_000;
/** How often rules are looked for, ms. */
const governEveryMs = 1_000;

/** The call list as it runs: folds what the log brings, and moves whom time or new rules move. All goes through one queue. */
export class OutreachRuntime {
  private governedAt = Number.NEGATIVE_INFINITY;
  private readonly book: CallBook;
  private readonly work: GroupWork;

  private constructor(
    readonly settings: OutreachSettings,
    readonly views: ViewCollection,
    readonly parking: ParkingLot,
  ) {
    const { log, clock, recent, batchSize = 4_000, tickMs = 200, shared, observe = {} } = settings;
    const { stopsOnDefects = true } = settings;
    const isShared = shared !== undefined;
    this.work = new GroupWork({ log, clock, group, batchSize, tickMs, isShared, observe });
    this.book = new CallBook({
      log,
      views,
      parking,
      clock,
      ...(isShared ? { owns: (customer: string) => this.owns(customer) } : {}),
      ...(recent === undefined ? {} : { recent }),
      ...(stopsOnDefects ? { defects: new RepeatedDefects() } : {}),
      ...(observe.parked === undefined ? {} : { onParked: observe.parked }),
    });
  }

  static async open(settings: OutreachSettings): Promise<OutreachRuntime> {
    const { store, clock } = settings;
    const views = await store.collection(callViews);
    const parked = await store.collection({ ...parkedCollection, name: 'calls-parked' });
    return new OutreachRuntime(settings, views, await ParkingLot.open(parked, clock));
  }

  /** Reads the rules and begins to fold. */
  async start(): Promise<void> {
    await this.exclusively(() => this.govern());
    if (this.settings.shared === undefined) await this.book.recallSuspects();
    await this.work.start({
      topics: callTopics,
      fold: (page) => this.book.apply(page.events),
      tick: () => this.tick(),
      takeOver: () => this.book.takeOver(),
      leave: async () => this.book.forget(),
    });
  }

  /** Finishes what is in hand. */
  async stop(): Promise<void> {
    await this.work.stop();
    await this.exclusively(async () => undefined);
  }

  /** Waits for its turn and works alone. */
  exclusively<T>(work: () => Promise<T>): Promise<T> {
    return this.work.exclusively(work);
  }

  /** The rules by which places are found. */
  get rules(): CallBook['rules'] {
    return this.book.rules;
  }

  /** Whether a customer is among those this process looks after now. */
  owns(customer: string): boolean {
    return this.work.owns(customer);
  }

  lag(): Promise<number> {
    return this.work.lag();
  }

  /** When the loop last went round, epoch ms. */
  lastProgress(): number {
    return this.work.lastProgress();
  }

  /** Tries what is parked on a customer again; whoever looks after them does it soon, where that is another process. */
  async retry(customer: string): Promise<{ drained: number; empty: boolean }> {
    if (this.owns(customer)) return this.exclusively(() => this.book.drain(customer));
    await this.parking.hurry(customer);
    return { drained: 0, empty: false };
  }

  /** Resolves when everything that is in the log by now shows in the list as of this moment. */
  async settle(): Promise<void> {
    while ((await this.lag()) > 0) {
      this.work.requireGoing();
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    await this.exclusively(() => this.govern());
    await this.wakeAll();
  }

  private async tick(): Promise<void> {
    if (performance.now() - this.governedAt >= governEveryMs) await this.exclusively(() => this.govern());
    if ((await this.lag()) > backlog) return;
    await this.wakeAll();
    await this.exclusively(async () => {
      for (const customer of await this.parking.due()) if (this.owns(customer)) await this.book.drain(customer);
    });
  }

  private async govern(): Promise<void> {
    await this.book.govern();
    this.governedAt = performance.now();
  }

  private async wakeAll(): Promise<void> {
    while (!this.work.isStopped && (await this.exclusively(() => this.book.wakeSome())) > 0);
  }
}
