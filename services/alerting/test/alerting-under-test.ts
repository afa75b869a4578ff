import {
  type EventLog,
  type EventToAppend,
  Failure,
  ParkingLot,
  parkedCollection,
  type StoredEvent,
} from '@vilfredo/event-sourcing';
import type { Payloads } from '@vilfredo/events';
import {
  type ManualClock,
  MemoryLog,
  MemoryViews,
  manualClock,
  type PolicyExample,
  policyActivated,
} from '@vilfredo/testing';
import { type Decision } from '../src/decide-alert/decide-alert.js';
import { recordDecision } from '../src/decide-alert/record-decision.js';
import { AlertList } from '../src/list-alerts/alert-list.js';
import type { AlertView } from '../src/list-alerts/alert-view.js';
import { alertFromStored, listedAlerts } from '../src/list-alerts/listed-alerts.js';
import { WatchBook } from '../src/watch-customers/watch-book.js';
import { watchedCustomers, watchedFromText } from '../src/watch-customers/watched-customers.js';

type AlertEventType = Extract<keyof Payloads, `Alert${string}`>;

/** What was said of alerts, as a test reads it. */
export type Said = { [T in AlertEventType]: { type: T; at: string; event: StoredEvent } & Payloads[T] }[AlertEventType];

/** Alerting over stores in memory, at a time of the test's own. */
export class AlertingUnderTest {
  readonly log: MemoryLog;
  readonly views = new MemoryViews(watchedCustomers);
  readonly alerts = new MemoryViews(listedAlerts);
  private readonly parked = new MemoryViews(parkedCollection);
  private read = '0';
  private isCutOff = false;

  private constructor(
    readonly clock: ManualClock,
    public parking: ParkingLot,
    public book: WatchBook,
    private list: AlertList,
  ) {
    this.log = new MemoryLog(clock);
  }

  /** Begins under a policy; what it does not say is as shipped. */
  static async open(policy: PolicyExample = {}, start = '2026-10-01T00:00:00Z'): Promise<AlertingUnderTest> {
    const test = new AlertingUnderTest(manualClock(start), undefined as never, undefined as never, undefined as never);
    await test.restart();
    await test.arrive(policyActivated({ at: start, ...policy }));
    return test;
  }

  /** The process is started again: nothing is in memory but what the stores hold. */
  async restart(): Promise<void> {
    const { views, alerts, clock } = this;
    this.isCutOff = false;
    const append: EventLog['append'] = async (events) => {
      if (this.isCutOff) throw new Failure('unavailable', 'the log is not there');
      return this.log.append(events);
    };
    const log = new Proxy(this.log, { get: (real, name) => (name === 'append' ? append : Reflect.get(real, name)) });
    this.parking = await ParkingLot.open(this.parked, clock);
    this.book = new WatchBook({ log, views, parking: this.parking, publishes: true });
    this.list = new AlertList({ views: alerts });
    for (const event of this.log.events.filter(({ topic }) => topic === 'governance')) this.book.policies.add(event);
    await this.book.publishLeftovers(0);
    await this.fold();
  }

  /** Another process takes everybody over: it has read all decisions, and will not read them again. */
  async changeHands(): Promise<void> {
    const { log, views, clock } = this;
    this.parking = await ParkingLot.open(this.parked, clock);
    this.book = new WatchBook({ log, views, parking: this.parking, publishes: true });
    for (const event of this.log.events.filter(({ topic }) => topic === 'governance')) this.book.resume(event);
    await this.book.skips.carryOutAll();
    this.read = await log.end();
  }

  /** What alerting has to say does not reach the log any more, until it is started again. */
  cutOff(): void {
    this.isCutOff = true;
  }

  /** Each is recorded at a moment of its own, from its own time on, and folded. */
  async arrive(...events: readonly EventToAppend[]): Promise<this> {
    for (const event of events) {
      this.clock.set(Math.max(this.clock(), Date.parse(event.time)));
      await this.log.append([event]);
      await this.fold();
    }
    return this;
  }

  /** Time goes on to this moment, and whoever is due is woken. */
  async until(time: string): Promise<this> {
    this.clock.set(time);
    await this.book.wake(this.clock());
    await this.fold();
    return this;
  }

  /** Folds what the log has, in batches of at most so many, until nothing more comes of it. */
  async fold(limit = 1_000): Promise<void> {
    for (;;) {
      const page = await this.log.read({ topics: topics, after: this.read, limit });
      if (page.events.length === 0) return;
      await this.book.apply(page.events);
      await this.list.apply(page.events);
      this.read = page.cursor;
    }
  }

  /** A person decides about the only open alert of a rule, and it is folded. */
  async decide(rule: string, decision: Decision): Promise<AlertView> {
    const [alert] = (await this.open()).filter((each) => each.rule === rule);
    if (alert === undefined) throw new Error(`no alert of ${rule} is open`);
    return this.decideOn(alert.id, decision);
  }

  async decideOn(id: string, decision: Decision): Promise<AlertView> {
    const decided = await recordDecision({ log: this.log, clock: this.clock, views: this.alerts }, id, decision);
    await this.fold();
    return decided!;
  }

  /** Everything is delivered again. */
  async again(): Promise<void> {
    this.read = '0';
    await this.fold();
  }

  /** Everything said of alerts, in the order in which it was published. */
  get said(): Said[] {
    return this.log.events
      .filter(({ topic }) => topic === 'alerts')
      .map((event) => ({ type: event.type, at: event.time, event, ...JSON.parse(event.data) }) as Said);
  }

  /** `AlertRaised satisfaction`, … */
  get told(): string[] {
    return this.said.map((each) => `${each.type} ${each.rule}`);
  }

  async all(): Promise<AlertView[]> {
    const views: AlertView[] = [];
    for await (const page of this.alerts.snapshot())
      for (const view of page) views.push(...[alertFromStored(view).alert].filter((alert) => alert !== null));
    return views.sort((a, b) => (placeOf(a) < placeOf(b) ? -1 : 1));
  }

  async open(): Promise<AlertView[]> {
    return (await this.all()).filter(({ state }) => state !== 'resolved');
  }

  async bodies(views: MemoryViews = this.views): Promise<Record<string, string>> {
    const bodies: Record<string, string> = {};
    for await (const page of views.snapshot()) for (const { id, body } of page) bodies[id] = body;
    return bodies;
  }

  /** The views of a book that folds the log again, cut into batches. */
  async rebuilt(limit = 1_000): Promise<Record<string, string>> {
    const beside = await besideOf(this.log);
    const events = this.log.events;
    for (let from = 0; from < events.length; from += limit) await beside.book.apply(events.slice(from, from + limit));
    await beside.book.wake(this.clock());
    return this.bodies(beside.views);
  }

  /** The alerts that a book has open which reads the same events in another order, `customer rule alert-id`, at an instant. */
  async openWhenRead(events: readonly StoredEvent[], now: number): Promise<string[]> {
    const { book, views } = await besideOf(this.log);
    for (const event of this.log.events) if (event.topic === 'governance') book.policies.add(event);
    for (const event of events) await book.apply([event]);
    await book.wake(now);
    return openIn(await this.bodies(views));
  }
}

const topics = ['customers', 'interactions', 'scores', 'alerts', 'governance'];

async function besideOf(log: MemoryLog) {
  const views = new MemoryViews(watchedCustomers);
  const parking = await ParkingLot.open(new MemoryViews(parkedCollection), () => 0);
  return { views, book: new WatchBook({ log, views, parking, publishes: false }) };
}

/** By the minute, so that it does not follow from what else was recorded at that moment. */
function placeOf({ raisedAt, customerId, rule, id }: AlertView): string {
  return `${raisedAt.slice(0, 16)} ${customerId} ${rule} ${id}`;
}

/** `customer rule alert-id` of every open alert. */
export function openIn(bodies: Readonly<Record<string, string>>): string[] {
  return Object.values(bodies)
    .flatMap((body) => {
      const { id, rules } = watchedFromText(body);
      return Object.entries(rules).flatMap(([rule, { open }]) => (open === null ? [] : [`${id} ${rule} ${open.id}`]));
    })
    .sort();
}
