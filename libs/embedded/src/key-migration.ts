import type { DatabaseSync } from 'node:sqlite';
import { RUNS_MERGED, sliceStart } from './key-run.js';
import { KeyRuns } from './key-runs.js';
import { KEYS_SCHEMA } from './log-schema.js';
import { inTransaction } from './transaction.js';

/** Keys of a run that nothing was merged into: of two keys for each of 32,768 events. */
const KEYS_OF_FIRST_LEVEL = 65_536;

/** Makes a run of the keys of a log that was written before there were runs: one table of hashes and positions. */
export function bringKeysAlong(database: DatabaseSync): void {
  if (database.prepare("SELECT name FROM sqlite_schema WHERE name = 'event_keys'").get() === undefined) return;
  inTransaction(database, () => {
    database.exec('ALTER TABLE keyed RENAME TO earlier_keyed');
    database.exec(KEYS_SCHEMA);
    database.exec('UPDATE keyed SET through = (SELECT through FROM earlier_keyed)');
    writeRun(database);
    database.exec('DROP TABLE event_keys; DROP TABLE earlier_keyed');
  });
}

function writeRun(database: DatabaseSync): void {
  const count = Number(database.prepare('SELECT count(*) AS count FROM event_keys').get()?.count);
  if (count === 0) return;
  const level = Math.max(0, Math.round(Math.log(count / KEYS_OF_FIRST_LEVEL) / Math.log(RUNS_MERGED)));
  const between = database.prepare(
    'SELECT hash, position FROM event_keys WHERE hash >= ? AND hash < ? ORDER BY hash, position',
  );
  between.setReturnArrays(true);
  const runs = new KeyRuns(database);
  runs.refresh();
  const run = runs.begin(level, count);
  for (let slice = 0; slice < run.slices; slice++) {
    const bounds = [sliceStart(slice, run.slices), sliceStart(slice + 1, run.slices)];
    const rows = between.all(...bounds) as unknown as readonly [hash: number, position: number][];
    runs.grow(run, slice + 1, Float64Array.from(rows.flat()));
  }
  runs.become(run, 'whole');
}
