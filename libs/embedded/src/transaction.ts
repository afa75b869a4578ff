import type { DatabaseSync } from 'node:sqlite';
import { unavailable } from './sqlite-failure.js';

/**
 * Does `work` in one write transaction: all of it is on the medium when this returns, or nothing of it.
 * @throws Failure `unavailable` when the medium refuses; whatever `work` throws otherwise.
 */
export function inTransaction<T>(database: DatabaseSync, work: () => T): T {
  try {
    database.exec('BEGIN IMMEDIATE');
    const result = work();
    database.exec('COMMIT');
    return result;
  } catch (error) {
    // A full disk has SQLite roll back by itself.
    if (database.isTransaction) database.exec('ROLLBACK');
    throw unavailable(error);
  }
}

/** Reads with the failures of the medium named as such. */
export function reading<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw unavailable(error);
  }
}
