import type { Clock } from './clock.js';
import { DefectWatch } from './defect-watch.js';
import type { EventToAppend, StoredEvent } from './event.js';
import { type Failure, failureOf, failureTable } from './failure.js';
import { Outbox } from './outbox.js';
import type { ParkingLot } from './parking-lot.js';
import type { RepeatedDefects } from './repeated-defects.js';
import { sideBySide } from './side-by-side.js';
import { SubjectFold, type Touched } from './subject-fold.js';
import { SubjectStates, type SubjectStatesOptions } from './subject-states.js';

export interface ProjectorOptions<State> extends SubjectStatesOptions<State> {
  readonly parking: ParkingLot;
  /** Who was folded last, to stop where a defect hits one subject after the other; without it each is only parked. */
  readonly defects?: RepeatedDefects;
  /** Numbers saves by time where several processes save; without one they are counted. */
  readonly clock?: Clock;
  readonly onParked?: (event: StoredEvent, failure: Failure) => void;
  /** An event that the business refuses: it is left out, and its subject goes on. */
  readonly onRefused?: (event: StoredEvent, failure: Failure) => void;
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
  private readonly states: SubjectStates<State>;
  private readonly outbox: Outbox;
  private readonly subjects: SubjectFold<State>;
  private readonly watch: DefectWatch;

  constructor(private readonly options: ProjectorOptions<State>) {
    this.outbox = new Outbox(options.views, options.log, options.clock);
    this.states = new SubjectStates(options, this.outbox);
    const { projection, parking, defects, onRefused } = options;
    this.watch = new DefectWatch(parking, defects);
    this.subjects = new SubjectFold({
      projection,
      parking,
      ...(onRefused === undefined ? {} : { onRefused }),
      reload: async (touched, subject) => {
        this.states.forget([subject]);
        Object.assign(touched, (await this.states.load([subject])).get(subject)!);
      },
    });
  }

  /**
   * Folds a batch. What fails is parked with all that follows on its subject, what the business refuses is left out;
   * `unavailable` is thrown on, for the whole batch.
   * @throws RepeatedDefect when a defect hits one subject after the other: nothing of the batch is saved or parked then
   */
  async project(events: readonly StoredEvent[]): Promise<void> {
    await this.perSubject(
      bySubject(events),
      (touched, subject, own) => this.subjects.fold(touched, subject, own),
      (touched) => this.watch.look(touched),
    );
  }

  /**
   * Counts again those whose defect stopped a process, and has them tried again soon: unless the code was mended
   * meanwhile, the next that it hits stops this process too, so that no more are parked from start to start.
   */
  recallSuspects(owns: (subject: string) => boolean = () => true): Promise<void> {
    return this.watch.recall(owns);
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
    this.watch.drained(subject);
    return { drained, empty: true };
  }

  /** Publishes what was saved but maybe not published before a crash: everything saved after `published`. */
  publishLeftovers(published: number, isOwn?: (subject: string) => boolean): Promise<number> {
    return this.outbox.publishLeftovers(published, isOwn);
  }

  /** Nothing in memory holds any more: others may have written. */
  forget(): void {
    this.states.clear();
    this.outbox.forget();
  }

  /** Number of the last save whose changes are published. */
  get published(): number {
    return this.outbox.published;
  }

  private async perSubject(
    subjects: ReadonlyMap<string, readonly StoredEvent[]>,
    work: (touched: Touched<State>, subject: string, events: readonly StoredEvent[]) => void | Promise<void>,
    beforeSaving?: (touched: ReadonlyMap<string, Touched<State>>) => Promise<void>,
  ): Promise<void> {
    await this.publishWaiting();
    let open = subjects;
    while (open.size > 0) {
      const touched = await this.states.load([...open.keys()]);
      try {
        await sideBySide(open, ([subject, events]) => work(touched.get(subject)!, subject, events));
        await beforeSaving?.(touched);
      } catch (error) {
        this.states.forget(open.keys());
        throw error;
      }
      const lost = await this.states.save(touched);
      await this.outbox.publish();
      await this.park([...touched].flatMap(([subject, { parks }]) => (lost.has(subject) ? [] : parks)));
      open = new Map([...open].filter(([subject]) => lost.has(subject)));
    }
  }

  /** Publishes what is saved and not published yet. @throws Failure `unavailable` when that cannot be */
  async publishWaiting(): Promise<void> {
    if (this.states.isSaveUnsure) await this.outbox.publishLeftovers(this.outbox.published);
    else await this.outbox.publish();
    this.states.isSaveUnsure = false;
  }

  private async park(parks: Touched<State>['parks']): Promise<void> {
    const { parking, onParked } = this.options;
    for (const { event, failure } of parks) {
      await parking.park(event, failure);
      if (failure !== null) onParked?.(event, failure);
    }
  }

  private async tryAlone(event: StoredEvent): Promise<Failure | null> {
    try {
      await this.perSubject(new Map([[event.subject, [event]]]), (touched) => this.subjects.foldOne(touched, event));
      return null;
    } catch (error) {
      const failure = failureOf(error);
      const { consumer } = failureTable[failure.kind];
      if (consumer === 'retry') throw failure;
      if (consumer !== 'skip') return failure;
      this.options.onRefused?.(event, failure);
      return null;
    }
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
