import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Failure } from '@vilfredo/event-sourcing';
import { writableFolder } from './data-folder.js';
import { isUnavailable, unavailable } from './sqlite-failure.js';

/** A process that is being stopped may need a moment to let go. */
const patienceMs = 2_000;

/** A data folder that nobody else may serve from. */
export interface HeldFolder {
  letGo(): void;
}

/**
 * Holds a data folder, making it when it is missing. Two processes that fold one log into one store each believe what they
 * remember of it, and would undo each other's work. The hold is a lock of the operating system on an empty file: it ends with the
 * process, whatever ends that.
 * @throws Failure `invalid` on `data` when the folder cannot be written, or another process holds it
 */
export async function holdFolder(folder: string): Promise<HeldFolder> {
  await writableFolder(folder);
  const lock = new DatabaseSync(join(folder, 'in-use.lock'), { timeout: patienceMs });
  try {
    // Nothing is ever written: no file beside it either.
    lock.exec('PRAGMA journal_mode = MEMORY');
    lock.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    lock.close();
    if (!isUnavailable(unavailable(error))) throw error;
    throw new Failure(
      'invalid',
      `data folder ${folder} is in use by another process: stop that one, or give another folder with --data`,
      { field: 'data', cause: error },
    );
  }
  return { letGo: () => lock.close() };
}
