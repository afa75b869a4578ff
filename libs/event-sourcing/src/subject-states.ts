import type { EventLog } from './event-log.js';
import { changesToText, type Outbox } from './outbox.js';
import type { Projection } from './projection.js';
import { RecentStates } from './recent-states.js';
import type { Touched } from './subject-fold.js';
import type { GuardedSave, ViewCollection } from './view-store.js';

export interface SubjectStatesOptions<State> {
  readonly projection: Projection<State>;
  /** A collection defined by `withOutbox`. */
  readonly views: ViewCollection;
  /** Where changes are published; without one they are only counted as told (rebuilding). */
  readonly log?: Pick<EventLog, 'append'>;
  /** The most states kept in memory between batches; 10,000 when not given. */
  readonly recent?: number;
  /** Somebody else wrote a subject's view first: what is remembered of it beside the view may be outdated. */
  readonly onLost?: (subject: string) => void;
  /** After each save: the states as they are now stored. */
  readonly onSaved?: (states: ReadonlyMap<string, State>) => void;
}

/** Of the bodies of the states that are remembered. */
const mostCharacters = 8_000_000;

/** The states of subjects: loaded where they are not remembered, saved under guard together with what they have to tell. */
export class SubjectStates<State> {
  private readonly recent: RecentStates<State>;
  /** A save failed, and over a network it may have been done all the same: what it was to tell is to be looked for. */
  isSaveUnsure = false;

  constructor(
    private readonly options: SubjectStatesOptions<State>,
    private readonly outbox: Pick<Outbox, 'nextSave' | 'put'>,
  ) {
    this.recent = new RecentStates({ states: options.recent ?? 10_000, characters: mostCharacters });
  }

  async load(subjects: readonly string[]): Promise<Map<string, Touched<State>>> {
    const { projection, views } = this.options;
    const missing = subjects.filter((subject) => this.recent.get(subject) === undefined);
    const stored = missing.length > 0 ? await views.load(missing) : undefined;
    const touched = new Map<string, Touched<State>>();
    for (const subject of subjects) {
      const known = this.recent.get(subject);
      const view = known === undefined ? stored?.get(subject) : undefined;
      const state = known?.state ?? (view === undefined ? projection.initial(subject) : projection.fromBody(view.body));
      const version = known?.version ?? view?.version ?? 0;
      touched.set(subject, { version, state, changes: [], parks: [], dirty: false });
    }
    return touched;
  }

  /** Saves those that changed; what they have to tell is in the outbox then. @returns whom another has written first */
  async save(touched: ReadonlyMap<string, Touched<State>>): Promise<ReadonlySet<string>> {
    const { views, onLost, onSaved } = this.options;
    const dirty = [...touched].filter(([, { dirty }]) => dirty);
    if (dirty.length === 0) return new Set();
    const number = this.outbox.nextSave();
    this.forget(dirty.map(([subject]) => subject));
    this.isSaveUnsure = true;
    const saves = dirty.map(([id, one]) => this.toSave(id, one, number));
    const lost = new Set(await views.save(saves));
    this.isSaveUnsure = false;
    if (onLost !== undefined) for (const subject of lost) onLost(subject);
    const saved = new Map<string, State>();
    for (const [nth, [subject, { version, state, changes }]] of dirty.entries()) {
      if (lost.has(subject)) continue;
      this.recent.put(subject, version + 1, state, saves[nth]!.body.length);
      saved.set(subject, state);
      this.outbox.put(changes);
    }
    onSaved?.(saved);
    return lost;
  }

  forget(subjects: Iterable<string>): void {
    for (const subject of subjects) this.recent.forget(subject);
  }

  clear(): void {
    this.recent.clear();
  }

  private toSave(id: string, { version, state, changes }: Touched<State>, save: number): GuardedSave {
    const view = { id, version, ...this.options.projection.toView(state) };
    if (changes.length === 0 || this.options.log === undefined) return view;
    return { ...view, outbox: { save, changes: changesToText(changes) } };
  }
}
