import { changesToText, type Outbox } from './outbox.js';
import type { ProjectorOptions } from './projector.js';
import { RecentStates } from './recent-states.js';
import type { Touched } from './subject-fold.js';
import type { GuardedSave } from './view-store.js';

type SubjectStatesOptions<State> = Pick<
  ProjectorOptions<State>,
  'projection' | 'views' | 'log' | 'recent' | 'onLost' | 'onSaved'
>;

/** The states of subjects: loaded where they are not remembered, saved under guard together with what they have to tell. */
export class SubjectStates<State> {
  private readonly recent: RecentStates<State>;
  /** A save failed, and over a network it may have been done all the same: what it was to tell is to be looked for. */
  isSaveUnsure = false;

  constructor(
    private readonly options: SubjectStatesOptions<State>,
    private readonly outbox: Pick<Outbox, 'nextSave' | 'put'>,
  ) {
    this.recent = new RecentStates(options.recent ?? 10_000);
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
    const lost = new Set(await views.save(dirty.map(([id, one]) => this.toSave(id, one, number))));
    this.isSaveUnsure = false;
    if (onLost !== undefined) for (const subject of lost) onLost(subject);
    const saved = new Map<string, State>();
    for (const [subject, { version, state, changes }] of dirty) {
      if (lost.has(subject)) continue;
      this.recent.put(subject, version + 1, state);
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
