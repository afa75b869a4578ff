import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/**
 * Where the log of a folder is there and its views are gone, every group begins anew: how far it had come said only what
 * was in the views. To be called before anything of the folder is opened.
 * @returns whether views were lost
 */
export function forgetPositionsOfLostViews(folder: string): boolean {
  const log = join(folder, 'log.db');
  if (!existsSync(log) || existsSync(join(folder, 'views.db'))) return false;
  const database = new DatabaseSync(log, { timeout: 5_000 });
  try {
    const table = database.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'committed'").get();
    if (table === undefined) return false;
    return Number(database.prepare('DELETE FROM committed').run().changes) > 0;
  } finally {
    database.close();
  }
}
