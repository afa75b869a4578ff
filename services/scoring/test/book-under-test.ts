import { openEventLog, openViewStore } from '@vilfredo/embedded';
import {
  type EventLog,
  type EventToAppend,
  ParkingLot,
  parkedCollection,
  type StoredEvent,
  type ViewCollection,
  type ViewStore,
} from '@vilfredo/event-sourcing';
import { type ManualClock, manualClock, temporaryFolder } from '@vilfredo/testing';
import { type CustomerScore, scoreFromText } from '../src/assess-customer/customer-score.js';
import { readPopulation } from '../src/book/population.js';
import { recordCutoffs } from '../src/book/record-cutoffs.js';
import { governanceUpTo, scoringTopics } from '../src/eras/governance-log.js';
import { keepTold } from '../src/rebuild/keep-told.js';
import type { RebuiltBook } from '../src/score-customers/adopt-rebuilt.js';
import { customerViews } from '../src/score-customers/customer-views.js';
import { ScoreBook } from '../src/score-customers/score-book.js';
import { type FeedItem, feedItem } from '../src/score-feed/score-feed.js';
import { logWith } from './runtime-under-test.js';

/** A book over real stores in a temporary folder, at a time of the test's own. */
export class BookUnderTest {
  private read = '0';
  private folded = -1;
  private knows: (event: StoredEvent) => boolean = () => true;

  private constructor(
    readonly clock: ManualClock,
    readonly log: EventLog,
    readonly store: ViewStore,
    readonly views: ViewCollection,
    public parking: ParkingLot,
    public book: ScoreBook,
    private readonly disposeFolder: () => Promise<void>,
    private readonly enters: 'at-once' | 'by-and-by',
  ) {}

  static async open({
    start = '2026-01-01T00:00:00Z',
    enters = 'at-once',
  }: {
    readonly start?: string;
    readonly enters?: 'at-once' | 'by-and-by';
  } = {}): Promise<BookUnderTest> {
    const folder = await temporaryFolder();
    const clock = manualClock(start);
    const log = await openEventLog({ folder: folder.path, clock });
    const store = await openViewStore({ folder: folder.path });
    const views = await store.collection(customerViews);
    const parking = await ParkingLot.open(await store.collection(parkedCollection), clock);
    const book = new ScoreBook({ log, views, parking, publishes: true, enters, handful: 1 });
    return new BookUnderTest(clock, log, store, views, parking, book, () => folder.dispose(), enters);
  }

  async close(): Promise<void> {
    await this.log.close();
    await this.store.close();
    await this.disposeFolder();
  }

  /** Records each event at a moment of its own, and folds them. */
  async arrive(...events: readonly EventToAppend[]): Promise<void> {
    for (const event of events) await this.log.append([event]);
    await this.fold();
  }

  /** Records all events in one moment, and folds them. */
  async arriveTogether(...events: readonly EventToAppend[]): Promise<void> {
    await this.log.append(events);
    await this.fold();
  }

  /** Folds what the log has, in batches of at most so many. */
  async fold(limit = 1_000): Promise<void> {
    for (;;) {
      const page = await this.log.read({ topics: scoringTopics, after: this.read, limit });
      if (page.events.length === 0) return;
      await this.book.apply({ events: page.events.filter(this.knows) });
      this.read = page.cursor;
      this.folded = page.events.findLast(({ topic }) => topic === 'governance')?.offset ?? this.folded;
    }
  }

  /** Time goes on to this moment, and whoever is due is woken. */
  async wakeAt(time: string): Promise<number> {
    this.clock.set(time);
    return this.book.wake(this.clock());
  }

  /** The cut-offs of this moment are recorded and come into force. */
  async measure(): Promise<void> {
    const population = await readPopulation(this.views, this.clock(), this.book.era);
    const number = (this.book.eras.lastEpoch?.number ?? 0) + 1;
    await this.log.append(recordCutoffs(population, this.book.era, number));
    await this.fold();
  }

  /** The process is started again: nothing is in memory but what the stores hold. */
  async restart(): Promise<void> {
    const { log, enters, folded } = this;
    await this.open();
    await this.book.publishLeftovers(0);
    const entered = () => enters === 'at-once';
    await this.book.resume(
      governanceUpTo(log, ({ offset }) => offset <= folded),
      entered,
    );
  }

  /** Another process takes everybody over: it has read all decisions, and no events of customers. */
  async changeHands(): Promise<void> {
    await this.open();
    await this.book.resume(governanceUpTo(this.log));
    await this.book.skips.carryOutAll();
  }

  /** Another version of the code goes on from here, which knows only such events. */
  async become(knows: (event: StoredEvent) => boolean): Promise<void> {
    this.knows = knows;
    await this.restart();
  }

  private async open(): Promise<void> {
    const { views, clock, enters, knows } = this;
    const history: EventLog['history'] = async (query) => (await this.log.history(query)).filter(knows);
    const log = logWith(this.log, { history });
    this.parking = await ParkingLot.open(await this.store.collection(parkedCollection), clock);
    this.book = new ScoreBook({ log, views, parking: this.parking, publishes: true, enters, handful: 1 });
  }

  async score(id = 'customer-1'): Promise<CustomerScore | undefined> {
    const view = (await this.views.load([id])).get(id);
    return view && scoreFromText(view.body);
  }

  async bodies(views: ViewCollection = this.views): Promise<Record<string, string>> {
    const bodies: Record<string, string> = {};
    for await (const page of views.snapshot()) for (const { id, body } of page) bodies[id] = body;
    return bodies;
  }

  /** The views of a book that folds the whole log again in batches of at most so many. */
  async rebuilt(limit = 1_000): Promise<Record<string, string>> {
    return this.bodies((await this.rebuild(limit)).views);
  }

  /** The views as a rebuild leaves them that has heard what the feed has told. */
  async rebuiltAsTold(): Promise<Record<string, string>> {
    const { views } = await this.rebuild();
    await keepTold({ log: this.log, live: this.views, rebuilt: views });
    return this.bodies(views);
  }

  /** What is rebuilt takes the place of the views. Returns the number of changes told. */
  async adoptRebuilt(): Promise<number> {
    await this.book.entering.all();
    await this.book.wake(this.clock());
    const rebuilt = await this.rebuild();
    const customers = await keepTold({ log: this.log, live: this.views, rebuilt: rebuilt.views });
    return this.book.adopt(rebuilt, { customers, at: this.clock() });
  }

  private async rebuild(limit = 1_000): Promise<RebuiltBook> {
    const { log, clock } = this;
    const views = await this.store.collection({ ...customerViews, name: 'customers-rebuilt' });
    const parked = await this.store.collection({ ...parkedCollection, name: 'parked-rebuilt' });
    await Promise.all([views.clear(), parked.clear()]);
    const book = new ScoreBook({ log, views, parking: await ParkingLot.open(parked, clock), publishes: false });
    const { events } = await log.read({ topics: scoringTopics, limit: 1_000_000 });
    for (let from = 0; from < events.length; from += limit)
      await book.apply({ events: events.slice(from, from + limit) });
    await book.wake(clock());
    return { views, parked };
  }

  /** The published changes of what customers are worth. */
  async valueChanges(id?: string): Promise<FeedItem[]> {
    const ofValue = ['ActivityChanged', 'TierChanged', 'ValueChanged'];
    return (await this.changes(id)).filter(({ type }) => ofValue.includes(type));
  }

  /** The published changes, of one customer or of everybody. */
  async changes(id?: string): Promise<FeedItem[]> {
    const { events } = await this.log.read({ topics: ['scores'], limit: 1_000_000 });
    return events.filter(({ subject }) => id === undefined || subject === id).map(feedItem);
  }
}

/** A book for each test of the surrounding `describe`. */
export function bookPerTest(): () => BookUnderTest {
  let book: BookUnderTest | undefined;
  beforeEach(async () => {
    book = await BookUnderTest.open();
  });
  afterEach(async () => {
    await book?.close();
    book = undefined;
  });
  return () => {
    if (book === undefined) throw new Error('there is a book only while a test runs');
    return book;
  };
}
