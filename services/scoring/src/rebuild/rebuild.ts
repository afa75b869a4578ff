import { createHash } from 'node:crypto';
import {
  type Cursor,
  type EventLog,
  Failure,
  ParkingLot,
  parkedCollection,
  type ViewCollection,
  type ViewStore,
} from '@vilfredo/event-sourcing';
import { readPopulation } from '../book/population.js';
import { viewsSha256 } from '../book/views-hash.js';
import type { Era } from '../eras/era.js';
import { scoringTopics } from '../eras/governance-log.js';
import type { RebuiltBook } from '../score-customers/adopt-rebuilt.js';
import { customerViews } from '../score-customers/customer-views.js';
import { ScoreBook } from '../score-customers/score-book.js';
import type { ScoringRuntime } from '../score-customers/scoring-runtime.js';
import { keepTold } from './keep-told.js';

export interface RebuildReport {
  readonly views: number;
  /**
   * SHA-256 over the stored views, byte for byte, by ascending id; over what is assessed from them at this moment where
   * several processes share the book, as they come upon governance at moments of their own.
   */
  readonly live: string;
  readonly rebuilt: string;
  readonly equal: boolean;
  readonly events: number;
  readonly seconds: number;
  readonly eventsPerSecond: number;
  /** Changes told on the feed, of customers whom the replaced views showed otherwise. */
  readonly told: number;
}

export interface RebuildOptions {
  /** Only compare; otherwise the rebuilt views replace the live ones. */
  readonly check: boolean;
  readonly onProgress?: (events: number) => void;
}

const batchSize = 10_000;

/**
 * Folds the log again beside the live views, up to where the live ones are, and compares. The live views go on
 * meanwhile; they wait only for the last stretch and the comparison.
 * @throws Failure `conflict` where the views are to be replaced and another process saves some of them
 */
export async function rebuild(runtime: ScoringRuntime, { check, onProgress }: RebuildOptions): Promise<RebuildReport> {
  const { store, log, clock } = runtime.settings;
  if (!check) requireAll(runtime);
  const isShared = runtime.settings.shared !== undefined;
  const beside = await besideCollections(store);
  const parking = await ParkingLot.open(beside.parked, clock);
  const book = new ScoreBook({ log, views: beside.views, parking, publishes: false, recent: 100_000 });
  const begun = performance.now();
  const replay = new Replay(log, book, onProgress);
  // Where the live views are, and not to the end of the log: under load they may be behind it, also when their turn comes.
  const reached = () => (isShared ? undefined : runtime.committed());
  await replay.toEnd(reached());
  return runtime.exclusively(async () => {
    await runtime.enterAll();
    await replay.toEnd(reached());
    const woken = await runtime.foldedBy();
    await runtime.book.wake(woken);
    await book.wake(woken);
    const seconds = (performance.now() - begun) / 1_000;
    const asOf = clock();
    const sha256 = (views: ViewCollection) =>
      isShared ? assessedSha256(views, asOf, runtime.book.era) : storedSha256(views);
    const live = await sha256(runtime.views);
    let rebuilt = await sha256(beside.views);
    let customers: readonly string[] = [];
    // What several processes have stored is compared only where it is to be replaced.
    if (isShared ? !check : rebuilt !== live) {
      customers = await keepTold({ log, live: runtime.views, rebuilt: beside.views });
      rebuilt = await sha256(beside.views);
    }
    const views = await beside.views.count();
    if (!check) requireAll(runtime);
    const told = check ? 0 : await runtime.book.adopt(beside, { customers, at: asOf });
    await Promise.all([beside.views.clear(), beside.parked.clear()]);
    const events = replay.events;
    return {
      views,
      live,
      rebuilt,
      equal: live === rebuilt,
      events,
      seconds,
      eventsPerSecond: Math.round(events / seconds),
      told,
    };
  });
}

function requireAll({ ownsAll }: ScoringRuntime): void {
  if (ownsAll) return;
  throw new Failure('conflict', 'other processes score some of the customers: replace the views while only one does');
}

async function besideCollections(store: ViewStore): Promise<RebuiltBook> {
  const views = await store.collection({ ...customerViews, name: 'customers-rebuilt' });
  const parked = await store.collection({ ...parkedCollection, name: 'parked-rebuilt' });
  await Promise.all([views.clear(), parked.clear()]);
  return { views, parked };
}

/** Reads the log from its beginning into a book. */
class Replay {
  events = 0;
  private cursor: Cursor | undefined;

  constructor(
    private readonly log: EventLog,
    private readonly book: ScoreBook,
    private readonly onProgress: RebuildOptions['onProgress'],
  ) {}

  /** Reads to the end there is, or to a position where live stands. */
  async toEnd(through?: Cursor): Promise<void> {
    for (;;) {
      const between = {
        ...(this.cursor === undefined ? {} : { after: this.cursor }),
        ...(through === undefined ? {} : { through }),
      };
      const { events, cursor } = await this.log.read({ topics: scoringTopics, limit: batchSize, ...between });
      if (events.length === 0) return;
      await this.book.apply({ events });
      this.events += events.length;
      this.cursor = cursor;
      this.onProgress?.(this.events);
      await new Promise((resolve) => setImmediate(resolve));
    }
  }
}

async function assessedSha256(views: ViewCollection, asOf: number, era: Era): Promise<string> {
  return viewsSha256(views, await readPopulation(views, asOf, era), era);
}

async function storedSha256(views: ViewCollection): Promise<string> {
  const hash = createHash('sha256');
  for await (const page of views.snapshot()) {
    for (const { id, body } of page) hash.update(id).update('\0').update(body).update('\n');
  }
  return hash.digest('hex');
}
