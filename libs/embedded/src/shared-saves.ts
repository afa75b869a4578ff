import type { DatabaseSync } from 'node:sqlite';
import { GroupCommit } from './group-commit.js';
import type { Medium } from './medium.js';
import { inTransaction } from './transaction.js';

/** Writes views; returns the ids of those that another has written first. */
type Save = () => readonly string[];

/** Saves of whatever collection, each call all or nothing; the outcome of a call are the ids that it lost. */
export type SharedSaves = GroupCommit<Save, readonly string[]>;

/** Services that fold the same events save at about the same time: they share a transaction, and its wait for the medium. */
export function sharedSaves(database: DatabaseSync, medium: Pick<Medium, 'sync'>): SharedSaves {
  return new GroupCommit<Save, readonly string[]>({
    write: (calls) => inTransaction(database, () => calls.map((saves) => saves.flatMap((save) => save()))),
    sync: () => medium.sync(),
  });
}
