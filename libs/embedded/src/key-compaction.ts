import { KEYS_OF_SLICE, type KeyRun, RUNS_MERGED, sliceStart } from './key-run.js';
import type { KeyRuns } from './key-runs.js';

/** Written at once: a millisecond or two. */
const SLICES_AT_ONCE = 64;
/** Removed at once: a slice is removed in a sixteenth of the time. */
const SLICES_REMOVED_AT_ONCE = 16 * SLICES_AT_ONCE;
/** Each event brings two keys, which are moved once on each level; the rest is for removing those that were. */
const KEYS_PER_EVENT = 3;

/** Merges runs of keys bit by bit, in step with what is appended. */
export class KeyCompaction {
  /** Slices' worth of work. */
  private owed = 0;

  constructor(private readonly runs: KeyRuns) {}

  /** Says that so many events were appended. */
  owe(events: number): void {
    const levels = 1 + this.runs.all.reduce((most, { level }) => Math.max(most, level), 0);
    this.owed += (events * KEYS_PER_EVENT * levels) / KEYS_OF_SLICE;
  }

  /** Whether as much is owed as is done at once. */
  get isDue(): boolean {
    return this.owed >= SLICES_AT_ONCE;
  }

  /** Does some of it, on the lowest level that needs it. To be called within a transaction. */
  doSome(): void {
    const levels = [...new Set(this.runs.all.map(({ level }) => level))].sort((one, other) => one - other);
    let done = 0;
    for (let i = 0; i < levels.length && done === 0; i++) done = this.doSomeOf(levels[i]!);
    this.owed = done === 0 ? 0 : this.owed - done;
  }

  /** @returns slices' worth of work done; 0 when there was none to do */
  private doSomeOf(level: number): number {
    const leaving = this.runs.all.find((run) => run.level === level && run.state === 'leaving');
    if (leaving !== undefined) {
      const removed = Math.min(leaving.written, SLICES_REMOVED_AT_ONCE);
      this.runs.removeSome(leaving, removed);
      return (removed * SLICES_AT_ONCE) / SLICES_REMOVED_AT_ONCE;
    }
    const sources = this.runs.all.filter((run) => run.level === level && run.state === 'whole').slice(0, RUNS_MERGED);
    if (sources.length < RUNS_MERGED) return 0;
    return this.move(sources, this.growingAbove(level) ?? this.begin(level + 1, sources));
  }

  private growingAbove(level: number): KeyRun | undefined {
    return this.runs.all.find((run) => run.level === level + 1 && run.state === 'growing');
  }

  private begin(level: number, sources: readonly KeyRun[]): KeyRun {
    const keys = sources.reduce((sum, run) => sum + run.keys, 0);
    return this.runs.begin(level, keys);
  }

  /** Moves the next slices. The sources are the same ones until the last: those that come meanwhile are younger. */
  private move(sources: readonly KeyRun[], target: KeyRun): number {
    const first = target.written;
    const after = Math.min(target.slices, first + SLICES_AT_ONCE);
    const bounds = [sliceStart(first, target.slices), sliceStart(after, target.slices)] as const;
    this.runs.grow(target, after, this.runs.between(sources, ...bounds));
    if (after === target.slices) {
      this.runs.become(target, 'whole');
      for (const source of sources) this.runs.become(source, 'leaving');
    }
    return after - first;
  }
}
