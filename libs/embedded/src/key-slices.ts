import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { HASH_BITS } from './key-hash.js';
import { joinedKeys, type KeyList, keysFromBytes, keysToBytes, positionsIn } from './key-list.js';

/** The slices of runs as rows, each with its filter. */
export class KeySlices {
  private readonly insertSlice: StatementSync;
  private readonly sliceOfRun: StatementSync;
  private readonly slicesOfRun: StatementSync;
  private readonly slicesWithHash: StatementSync;
  private readonly filtersOfAll: StatementSync;
  private readonly deleteSlices: StatementSync;

  constructor(database: DatabaseSync) {
    this.insertSlice = database.prepare('INSERT INTO key_slices (run, slice, filter, keys) VALUES (?, ?, ?, ?)');
    this.sliceOfRun = database.prepare('SELECT keys FROM key_slices WHERE run = ? AND slice = ?');
    this.slicesOfRun = database.prepare(
      'SELECT keys FROM key_slices WHERE run = ? AND slice BETWEEN ? AND ? ORDER BY slice',
    );
    this.slicesWithHash = database.prepare(
      `SELECT key_slices.keys FROM key_runs JOIN key_slices USING (run) WHERE state = 'whole' AND slice = (? * slices) >> ${HASH_BITS}`,
    );
    this.filtersOfAll = database.prepare('SELECT run, slice, filter FROM key_slices');
    this.deleteSlices = database.prepare('DELETE FROM key_slices WHERE run = ? AND slice >= ?');
    for (const statement of [this.sliceOfRun, this.slicesOfRun, this.slicesWithHash, this.filtersOfAll]) {
      statement.setReturnArrays(true);
    }
  }

  insert(run: number, slice: number, filter: Uint8Array, keys: KeyList): void {
    this.insertSlice.run(run, slice, filter, keysToBytes(keys));
  }

  /** Positions of a hash in the slice of a run that it belongs to. */
  positionsIn(run: number, slice: number, hash: number): readonly number[] {
    const [row] = rowsOf<[Uint8Array]>(this.sliceOfRun.all(run, slice));
    return row === undefined ? [] : positionsIn(keysFromBytes(row[0]), hash);
  }

  /** Positions of a hash in whatever whole runs there are at this moment: one statement. */
  positionsAnywhere(hash: number): readonly number[] {
    const rows = rowsOf<[Uint8Array]>(this.slicesWithHash.all(hash));
    return rows.flatMap(([keys]) => positionsIn(keysFromBytes(keys), hash));
  }

  /** The keys of a run from one slice to another, each of which is included. */
  between(run: number, first: number, last: number): KeyList {
    return joinedKeys(
      rowsOf<[Uint8Array]>(this.slicesOfRun.all(run, first, last)).map(([keys]) => keysFromBytes(keys)),
    );
  }

  /** Of all slices. */
  filters(): readonly (readonly [run: number, slice: number, filter: Uint8Array])[] {
    return rowsOf<[number, number, Uint8Array]>(this.filtersOfAll.all());
  }

  /** Removes the slices of a run from this one on. */
  removeFrom(run: number, slice: number): void {
    this.deleteSlices.run(run, slice);
  }
}

function rowsOf<Row>(rows: unknown): readonly Row[] {
  return rows as readonly Row[];
}
