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
import { type ExplainedCall, explainedCall } from '../src/list-calls/listed-call.js';
import { everybody } from '../src/list-calls/walk-lists.js';
import { CallBook } from '../src/plan-calls/call-book.js';
import { callViews } from '../src/plan-calls/call-projection.js';
import { callTopics } from '../src/plan-calls/read-fact.js';

/** A call list over real stores in a temporary folder, at a time of the test's own. */
export class CallsUnderTest {
  private read = '0';

  private constructor(
    readonly clock: ManualClock,
    readonly log: EventLog,
    readonly store: ViewStore,
    readonly views: ViewCollection,
    readonly parking: ParkingLot,
    readonly book: CallBook,
    private readonly disposeFolder: () => Promise<void>,
  ) {}

  static async open(start = '2026-03-01T10:00:00Z'): Promise<CallsUnderTest> {
    const folder = await temporaryFolder();
    const clock = manualClock(start);
    const log = await openEventLog({ folder: folder.path, clock });
    const store = await openViewStore({ folder: folder.path });
    const views = await store.collection(callViews);
    const parking = await ParkingLot.open(await store.collection({ ...parkedCollection, name: 'calls-parked' }), clock);
    const book = new CallBook({ log, views, parking, clock });
    return new CallsUnderTest(clock, log, store, views, parking, book, () => folder.dispose());
  }

  async close(): Promise<void> {
    await this.log.close();
    await this.store.close();
    await this.disposeFolder();
  }

  /** Records the events, folds them, and lets time and rules have their way. */
  async arrive(...events: readonly EventToAppend[]): Promise<void> {
    await this.log.append(events);
    await this.book.govern();
    const page = await this.log.read({ topics: callTopics, after: this.read, limit: 100_000 });
    await this.book.apply(page.events);
    this.read = page.cursor;
    await this.wake();
  }

  /** Time goes on to this moment. */
  async wakeAt(time: string): Promise<void> {
    this.clock.set(time);
    await this.wake();
  }

  private async wake(): Promise<void> {
    while ((await this.book.wakeSome()) > 0);
  }

  async call(customer = 'customer-1'): Promise<ExplainedCall> {
    const view = (await this.views.load([customer])).get(customer);
    if (view === undefined) throw new Error(`nothing is known of ${customer}`);
    return explainedCall(view.body, this.book.rules);
  }

  /** The list: who, and how urgent. */
  async list(): Promise<[string, number][]> {
    const { items } = await everybody(this.views, { limit: 1_000 });
    return items.map(({ id, fields }) => [id, Number(fields.priority)]);
  }

  async bodies(views: ViewCollection = this.views): Promise<Record<string, string>> {
    const bodies: Record<string, string> = {};
    for await (const page of views.snapshot()) for (const { id, body } of page) bodies[id] = body;
    return bodies;
  }

  /** The views of a list that folds the whole log again, in batches of at most so many. */
  async rebuilt(limit = 1_000): Promise<Record<string, string>> {
    const { log, clock, store } = this;
    const views = await store.collection({ ...callViews, name: 'calls-rebuilt' });
    const parked = await store.collection({ ...parkedCollection, name: 'calls-parked-rebuilt' });
    await Promise.all([views.clear(), parked.clear()]);
    const book = new CallBook({ log, views, clock, parking: await ParkingLot.open(parked, clock) });
    await book.govern();
    const events: StoredEvent[] = [...(await log.read({ topics: callTopics, limit: 100_000 })).events];
    for (let from = 0; from < events.length; from += limit) await book.apply(events.slice(from, from + limit));
    while ((await book.wakeSome()) > 0);
    return this.bodies(views);
  }
}

/** A call list for each test of the surrounding `describe`. */
export function callsPerTest(): () => CallsUnderTest {
  let calls: CallsUnderTest | undefined;
  beforeEach(async () => {
    calls = await CallsUnderTest.open();
  });
  afterEach(async () => {
    await calls?.close();
    calls = undefined;
  });
  return () => {
    if (calls === undefined) throw new Error('there is a list only while a test runs');
    return calls;
  };
}
