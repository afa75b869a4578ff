import type { DatabaseSync } from 'node:sqlite';
import { Failure } from '@vilfredo/event-sourcing';
import { inTransaction } from './transaction.js';

/**
 * The number of partitions of a log, fixed by whoever opens it first: with another number a subject's later events
 * would stand in another partition than its earlier ones.
 */
export function agreedPartitions(database: DatabaseSync, wanted: number | undefined): number {
  if (wanted !== undefined && !(Number.isSafeInteger(wanted) && wanted >= 1)) {
    throw new Failure('invalid', 'must be a whole number, 1 or more', { field: 'partitions' });
  }
  return inTransaction(database, () => {
    const row = database.prepare('SELECT partitions FROM partitioning').get();
    if (row === undefined) {
      database.prepare('INSERT INTO partitioning VALUES (?)').run(wanted ?? 1);
      return wanted ?? 1;
    }
    const found = Number(row.partitions);
    if (wanted !== undefined && wanted !== found) {
      throw new Failure('invalid', `the log was made with ${found}, not ${wanted}`, { field: 'partitions' });
    }
    return found;
  });
}
