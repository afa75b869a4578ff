import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { sliceOf } from './key-filter.js';
import { firstNotBefore, type KeyList, keysBetween, mergedKeys } from './key-list.js';
import { type KeyRun, type KeyRunRow, type KeyRunState, keyRun, sliceStart, slicesFor } from './key-run.js';
import { KeySlices } from './key-slices.js';

/**
 * The runs of keys on disk, known in memory by their filters. All but `positionsAnywhere` is to be called within a write
 * transaction that began with `refresh`, and after one that failed `forget` is.
 */
export class KeyRuns {
  private runs: KeyRun[] = [];
  /** Of the runs in memory: raised on disk with everything that happens to a run, by whomever. */
  private generation = -1;
  private readonly slices: KeySlices;
  private readonly generationOnDisk: StatementSync;
  private readonly raiseGeneration: StatementSync;
  private readonly insertRun: StatementSync;
  private readonly setState: StatementSync;
  private readonly deleteRun: StatementSync;

  constructor(private readonly database: DatabaseSync) {
    this.slices = new KeySlices(database);
    this.generationOnDisk = database.prepare('SELECT generation FROM keyed');
    this.raiseGeneration = database.prepare('UPDATE keyed SET generation = generation + 1');
    this.insertRun = database.prepare('INSERT INTO key_runs (run, level, keys, slices, state) VALUES (?, ?, ?, ?, ?)');
    this.setState = database.prepare('UPDATE key_runs SET state = ? WHERE run = ?');
    this.deleteRun = database.prepare('DELETE FROM key_runs WHERE run = ?');
  }

  get all(): readonly KeyRun[] {
    return this.runs;
  }

  /** Takes in what others have done to the runs. */
  refresh(): void {
    const generation = Number(this.generationOnDisk.get()?.generation);
    if (generation !== this.generation) this.load();
    this.generation = generation;
  }

  forget(): void {
    this.generation = -1;
  }

  /** Positions of events that may have a key of this hash, in whole runs. */
  positionsOf(hash: number): readonly number[] {
    const positions: number[] = [];
    for (const run of this.runs) {
      if (run.state !== 'whole' || !run.filter.mayHave(hash)) continue;
      positions.push(...this.slices.positionsIn(run.number, sliceOf(hash, run.slices), hash));
    }
    return positions;
  }

  /** The same without a transaction: on disk, in one statement. */
  positionsAnywhere(hash: number): readonly number[] {
    return this.slices.positionsAnywhere(hash);
  }

  /** A run, of so many keys, that is written some slices at a time. */
  begin(level: number, keys: number): KeyRun {
    const number = 1 + Math.max(0, ...this.runs.map((run) => run.number));
    const run = keyRun({ number, level, keys, slices: slicesFor(keys), state: 'growing' });
    this.insertRun.run(number, level, keys, run.slices, run.state);
    this.runs.push(run);
    this.raise();
    return run;
  }

  /** Writes the next slices of a growing run, up to this one. @param keys all that belong there */
  grow(run: KeyRun, before: number, keys: KeyList): void {
    run.filter.add(keys);
    for (let from = 0; run.written < before; run.written++) {
      const to = firstNotBefore(keys, sliceStart(run.written + 1, run.slices));
      this.slices.insert(run.number, run.written, run.filter.toBytes(run.written), keysBetween(keys, from, to));
      from = to;
    }
    this.raise();
  }

  become(run: KeyRun, state: KeyRunState): void {
    run.state = state;
    this.setState.run(state, run.number);
    this.raise();
  }

  /** Writes a run at once. */
  add(level: number, keys: KeyList): void {
    const run = this.begin(level, keys.length / 2);
    this.grow(run, run.slices, keys);
    this.become(run, 'whole');
  }

  /** Keys of several runs whose hashes are at least `from` and less than `before`. */
  between(runs: readonly KeyRun[], from: number, before: number): KeyList {
    const lists = runs.map(({ number, slices }) =>
      this.slices.between(number, sliceOf(from, slices), sliceOf(before - 1, slices)),
    );
    return mergedKeys(lists.map((keys) => keysBetween(keys, firstNotBefore(keys, from), firstNotBefore(keys, before))));
  }

  /** Removes the last slices of a run that is leaving, about so many, and the run with the first of them. */
  removeSome(run: KeyRun, slices: number): void {
    const left = Math.max(0, run.written - slices);
    this.slices.removeFrom(run.number, left);
    run.written = left;
    if (left === 0) {
      this.deleteRun.run(run.number);
      this.runs = this.runs.filter((other) => other !== run);
    }
    this.raise();
  }

  private raise(): void {
    this.raiseGeneration.run();
    this.generation++;
  }

  private load(): void {
    const rows = this.database.prepare('SELECT run AS number, level, keys, slices, state FROM key_runs ORDER BY run');
    this.runs = (rows.all() as unknown as KeyRunRow[]).map(keyRun);
    const byNumber = new Map(this.runs.map((run) => [run.number, run]));
    for (const [number, slice, filter] of this.slices.filters()) {
      const run = byNumber.get(number);
      if (run === undefined) continue;
      run.written++;
      run.filter.fromBytes(slice, filter);
    }
  }
}
