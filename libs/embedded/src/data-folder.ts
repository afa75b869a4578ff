import { constants } from 'node:fs';
import { access, mkdir, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Failure } from '@vilfredo/event-sourcing';
import { isDamage, unavailable } from './sqlite-failure.js';

/** `VILF` in ASCII: marks an SQLite file as one of ours. */
const APPLICATION_ID = 0x56494c46;
/**
 * Raised when an older program could misread what a newer one wrote: from 2 on views tell a customer's orders by day, from 3
 * on what is still to be told of them is in a table of its own, from 4 on the keys of a log are in runs.
 */
export const FORMAT = 4;

export interface DatabaseSettings {
  readonly folder: string;
  readonly file: 'log.db' | 'views.db' | 'keys.db';
  readonly pageSize: number;
  /** Pages in the write-ahead log after which they are copied into the file itself. */
  readonly checkpointPages: number;
  /** Pages kept in memory: what is read again soon. */
  readonly cacheKilobytes: number;
  /** SQL that makes the tables of a new file. */
  readonly schema: string;
}

/**
 * Opens a database of the data folder, making folder and file when they are missing.
 * @throws Failure `invalid` on field `data` when the folder cannot be written, the file is not ours or its format is newer.
 */
export async function openDatabase(settings: DatabaseSettings): Promise<DatabaseSync> {
  await writableFolder(settings.folder);
  const path = join(settings.folder, settings.file);
  const database = connect(path);
  try {
    prepareDatabase(database, settings);
  } catch (error) {
    database.close();
    if (isDamage(error)) {
      throw notReadable(
        `${path} is damaged or no Vilfredo file: restore it, or give another folder with --data`,
        error,
      );
    }
    throw unavailable(error);
  }
  return database;
}

/** A second connection that only reads, for looking at one moment while writes go on. */
export function openReader(database: DatabaseSync): DatabaseSync {
  return new DatabaseSync(database.location() ?? '', { readOnly: true, timeout: 5_000 });
}

/** Makes the folder when it is missing. @throws Failure `invalid` on `data` when it cannot be written */
export async function writableFolder(folder: string): Promise<void> {
  try {
    await makeFolder(resolve(folder));
    await access(folder, constants.W_OK);
  } catch (error) {
    throw notReadable(`data folder ${folder} is not writable: give another with --data`, error);
  }
}

/** Level by level: Node's own recursive mkdir never returns where a file system denies that a folder can be there, as /proc does. */
async function makeFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST' && (await stat(folder)).isDirectory()) return;
    if (code !== 'ENOENT' || dirname(folder) === folder) throw error;
    await makeFolder(dirname(folder));
    await mkdir(folder);
  }
}

function connect(path: string): DatabaseSync {
  try {
    return new DatabaseSync(path, { timeout: 5_000 });
  } catch (error) {
    throw notReadable(`${path} cannot be opened: give another folder with --data`, error);
  }
}

function prepareDatabase(database: DatabaseSync, settings: DatabaseSettings): void {
  database.exec(`PRAGMA page_size = ${settings.pageSize}`);
  refuseForeign(database, settings);
  database.exec('PRAGMA journal_mode = WAL');
  // Whoever has to know that something is on the medium waits for that beside: see Medium.
  database.exec('PRAGMA synchronous = NORMAL');
  // From where it is written to in earnest this is done beside as well: see Checkpoints.
  database.exec(`PRAGMA wal_autocheckpoint = ${settings.checkpointPages}`);
  // Room for what is written during a checkpoint: a file that is overwritten is on the medium sooner than one that grows.
  database.exec(`PRAGMA journal_size_limit = ${2 * settings.checkpointPages * settings.pageSize}`);
  database.exec(`PRAGMA cache_size = -${settings.cacheKilobytes}`);
  database.exec('BEGIN IMMEDIATE');
  const format = numberOf(database, 'PRAGMA user_version');
  if (format === 0) {
    database.exec(settings.schema);
    database.exec(`PRAGMA application_id = ${APPLICATION_ID}`);
  }
  if (format < FORMAT) database.exec(`PRAGMA user_version = ${FORMAT}`);
  database.exec('COMMIT');
}

function refuseForeign(database: DatabaseSync, { folder, file }: DatabaseSettings): void {
  const owner = numberOf(database, 'PRAGMA application_id');
  const format = numberOf(database, 'PRAGMA user_version');
  const empty = numberOf(database, 'SELECT count(*) FROM sqlite_schema') === 0;
  if (owner !== APPLICATION_ID && !(empty && owner === 0 && format === 0)) {
    throw notReadable(`${file} in ${folder} is no Vilfredo file: give another folder with --data`);
  }
  if (format > FORMAT) {
    throw notReadable(
      `${file} in ${folder} has format ${format}, this version reads up to format ${FORMAT}: ` +
        'start the newer version that wrote it, or give another folder with --data',
    );
  }
}

function numberOf(database: DatabaseSync, sql: string): number {
  return Number(Object.values(database.prepare(sql).get() ?? {})[0]);
}

function notReadable(reason: string, cause?: unknown): Failure {
  return new Failure('invalid', reason, { field: 'data', cause });
}
