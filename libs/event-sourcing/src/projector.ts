import { type EventToAppend, type StoredEvent, topicPartition } from './event.js';
import type { EventLog } from './event-log.js';
import { type Failure, failureOf, failureTable } from './failure.js';
import type { ParkingLot } from './parking-lot.js';
import type { Projection } from './projection.js';
import { RecentStates } from './recent-states.js';
import type { ViewCollection } from './view-store.js';

export interface ProjectorOptions<State> {
  readonly projection: Projection<State>;
  /** A collection defined by `withOutbox`. */
  readonly views: ViewCollection;
  readonly parking: ParkingLot;
  /** Where changes are published; without one they are only counted as told (rebuilding). */
  readonly log?: EventLog;
  /** States kept in memory between batches. */
  readonly recent?: number;
  readonly onParked?: (event: StoredEvent, failure: Failure) => void;
  /** After each save: the states as they are now stored. */
  readonly onSaved?: (states: ReadonlyMap<string, State>) => void;
}

interface Touched<State> {
  version: number;
  state: State;
  changes: EventToAppend[];
  dirty: boolean;
}

export interface Drained {
  readonly drained: number;
  /** Whether nothing is left on the subject. */
  readonly empty: boolean;
}

/** One change of a state besides events: a wake-up, a new epoch. Returns null when nothing is to be written. */
export type Step<State> = (
  state: State,
  subject: string,
) => readonly EventToAppend[] | null | Promise<readonly EventToAppend[] | null>;

/**
 * Runs a projection: load the states a batch touches, fold, save them under the guard of their version together with
 * their changes, then publish the changes. A crash between the last two is made good by `publishLeftovers`.
 * One call at a time; the owner sees to that.
 */
export class Projector<State> {
  private readonly recent: RecentStates<State>;
  /** Changes that are saved and not yet published, and the numbers of the last save and of the last published one. */
  private unpublished: EventToAppend[] = [];
  private saves = 0;
  private lastPublished = 0;

  constructor(private readonly options: ProjectorOptions<State>) {
    this.recent = new RecentStates(options.recent ?? 10_000);
  }

  /** Folds a batch. What fails is parked with all that follows on its subject; `unavailable` is thrown on, for the whole batch. */
  async project(events: readonly StoredEvent[]): Promise<void> {
    await this.perSubject(bySubject(events), (touched, subject, own) => this.fold(touched, subject, own));
  }

  /** Changes states by something that is no event of theirs. Parked subjects are left alone: they are brought up when they drain. */
  async touch(subjects: readonly string[], step: Step<State>): Promise<void> {
    await this.step(
      subjects.filter((subject) => !this.options.parking.has(subject)),
      step,
    );
  }

  /** Changes a parked subject's state before it goes on. */
  leaveOut(subject: string, step: Step<State>): Promise<void> {
    return this.step([subject], step);
  }

  private async step(subjects: readonly string[], step: Step<State>): Promise<void> {
    await this.perSubject(new Map(subjects.map((subject) => [subject, []])), async (touched, subject) => {
      const changes = await step(touched.state, subject);
      if (changes === null) return;
      touched.dirty = true;
      touched.changes.push(...changes);
    });
  }

  /**
   * Tries what is parked on a subject, in order, until something fails again.
   * @param before brings the state up to an event: what would have happened to it meanwhile, had it not been parked
   * @returns how many went through, and whether nothing is left
   */
  async drain(subject: string, before?: (event: StoredEvent) => Step<State>): Promise<Drained> {
    const { parking } = this.options;
    let drained = 0;
    for (let parked = await parking.on(subject); parked.length > 0; parked = await parking.on(subject)) {
      for (const { event } of parked) {
        if (before !== undefined) await this.step([subject], before(event));
        const failure = await this.tryAlone(event);
        if (failure !== null) {
          await parking.park(event, failure);
          return { drained, empty: false };
        }
        await parking.remove(event);
        drained++;
      }
    }
    parking.release(subject);
    return { drained, empty: true };
  }

  /** Publishes what was saved but maybe not published before a crash: everything saved after `published`. */
  async publishLeftovers(published: number): Promise<number> {
    let after: string | undefined;
    let found = 0;
    do {
      const page = await this.options.views.query({
        index: 'flush',
        atLeast: published + 1,
        limit: 500,
        ...(after === undefined ? {} : { after }),
      });
      const left = page.items.flatMap(({ fields }) => JSON.parse(String(fields.outbox ?? '[]')) as EventToAppend[]);
      for (const { fields } of page.items) this.saves = Math.max(this.saves, Number(fields.flush));
      found += left.length;
      this.unpublished.push(...left);
      await this.publish();
      after = page.next;
    } while (after !== undefined);
    this.saves = Math.max(this.saves, published);
    this.lastPublished = this.saves;
    return found;
  }

  forget(): void {
    this.recent.clear();
  }

  /** Number of the last save whose changes are published. */
  get published(): number {
    return this.lastPublished;
  }

  private async perSubject(
    subjects: ReadonlyMap<string, readonly StoredEvent[]>,
    work: (touched: Touched<State>, subject: string, events: readonly StoredEvent[]) => void | Promise<void>,
  ): Promise<void> {
    await this.publish();
    let open = subjects;
    while (open.size > 0) {
      const touched = await this.load([...open.keys()]);
      try {
        for (const [subject, events] of open) {
          const done = work(touched.get(subject)!, subject, events);
          if (done !== undefined) await done;
        }
      } catch (error) {
        for (const subject of open.keys()) this.recent.forget(subject);
        throw error;
      }
      const lost = await this.save(touched);
      open = new Map([...open].filter(([subject]) => lost.has(subject)));
    }
  }

  /** Folds one subject's events; what cannot be folded is parked, and the state stays as the good ones left it. */
  private async fold(touched: Touched<State>, subject: string, events: readonly StoredEvent[]): Promise<void> {
    const { parking, onParked } = this.options;
    for (let i = 0; i < events.length; i++) {
      const event = events[i]!;
      if (parking.has(subject)) {
        await parking.park(event, null);
        continue;
      }
      try {
        const folding = this.foldOne(touched, event);
        if (folding !== undefined) await folding;
      } catch (error) {
        const failure = failureOf(error);
        if (failureTable[failure.kind].consumer === 'retry') throw failure;
        await parking.park(event, failure);
        onParked?.(event, failure);
        await this.refold(touched, subject, events.slice(0, i));
      }
    }
  }

  private foldOne(touched: Touched<State>, event: StoredEvent): undefined | Promise<void> {
    const { projection } = this.options;
    const watermarks = projection.watermarks(touched.state);
    const partition = topicPartition(event);
    if (event.offset <= (watermarks[partition] ?? -1)) return undefined;
    const evolved = projection.evolve(touched.state, event);
    const keep = (changes: readonly EventToAppend[]) => {
      watermarks[partition] = event.offset;
      touched.dirty = true;
      for (const change of changes) touched.changes.push(change);
    };
    if (evolved instanceof Promise) return evolved.then(keep);
    keep(evolved);
    return undefined;
  }

  /** A failed fold may have left the state half changed: starts again from the stored one with the events before it. */
  private async refold(touched: Touched<State>, subject: string, good: readonly StoredEvent[]): Promise<void> {
    this.recent.forget(subject);
    Object.assign(touched, (await this.load([subject])).get(subject)!);
    for (const event of good) await this.foldOne(touched, event);
  }

  private async tryAlone(event: StoredEvent): Promise<Failure | null> {
    try {
      await this.perSubject(new Map([[event.subject, [event]]]), (touched) => this.foldOne(touched, event));
      return null;
    } catch (error) {
      const failure = failureOf(error);
      if (failureTable[failure.kind].consumer === 'retry') throw failure;
      return failure;
    }
  }

  private async load(subjects: readonly string[]): Promise<Map<string, Touched<State>>> {
    const { projection, views } = this.options;
    const missing = subjects.filter((subject) => this.recent.get(subject) === undefined);
    const stored = missing.length > 0 ? await views.load(missing) : undefined;
    const touched = new Map<string, Touched<State>>();
    for (const subject of subjects) {
      const known = this.recent.get(subject);
      const view = known === undefined ? stored?.get(subject) : undefined;
      const state = known?.state ?? (view === undefined ? projection.initial(subject) : projection.fromBody(view.body));
      touched.set(subject, { version: known?.version ?? view?.version ?? 0, state, changes: [], dirty: false });
    }
    return touched;
  }

  private async save(touched: ReadonlyMap<string, Touched<State>>): Promise<ReadonlySet<string>> {
    const { projection, views, onSaved } = this.options;
    const dirty = [...touched].filter(([, { dirty }]) => dirty);
    if (dirty.length === 0) return new Set();
    const flush = ++this.saves;
    for (const [subject] of dirty) this.recent.forget(subject);
    const lost = new Set(
      await views.save(
        dirty.map(([id, { version, state, changes }]) => {
          const { body, fields } = projection.toView(state);
          const outbox = changes.length === 0 ? null : JSON.stringify(changes);
          return { id, version, body, fields: { ...fields, outbox, flush } };
        }),
      ),
    );
    const saved = new Map<string, State>();
    for (const [subject, view] of dirty) {
      if (lost.has(subject)) continue;
      this.recent.put(subject, view.version + 1, view.state);
      saved.set(subject, view.state);
      for (const change of view.changes) this.unpublished.push(change);
    }
    onSaved?.(saved);
    await this.publish();
    return lost;
  }

  /** What a failed publication leaves is published before anything else is done. */
  private async publish(): Promise<void> {
    if (this.unpublished.length > 0) await this.options.log?.append(this.unpublished);
    this.unpublished = [];
    this.lastPublished = this.saves;
  }
}

function bySubject(events: readonly StoredEvent[]): Map<string, StoredEvent[]> {
  const grouped = new Map<string, StoredEvent[]>();
  for (const event of events) {
    const own = grouped.get(event.subject);
    if (own === undefined) grouped.set(event.subject, [event]);
    else own.push(event);
  }
  return grouped;
}
