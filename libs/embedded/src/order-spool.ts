import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { platform } from 'node:process';
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { Failure } from '@vilfredo/event-sourcing';

/** Most lines and characters of one run; a run is one row of the file. */
const longestRun = 1_000;
const widestRun = 262_144;

interface SpooledGroup {
  readonly key: string;
  readonly lines: Iterable<string>;
}

interface SpooledRow {
  readonly first: number;
  readonly key: string;
  readonly lines: string;
}

/**
 * Groups lines by key in a temporary file under `folder` (the system's own by default), so that memory does not grow
 * with them. Neighbouring lines of one key are stored as one row, which is what most files hold.
 * The file is nobody's truth: it is written without journal or sync, and removed when closed.
 * @throws Failure `unavailable` when there is no room for it.
 */
export function makeOrderSpool(folder: string = tmpdir()) {
  let open: SpoolFile | undefined;
  let key: string | undefined;
  let run: string[] = [];
  let width = 0;

  const flush = () => {
    if (key !== undefined && run.length > 0) {
      open ??= openFile(folder);
      writing(folder, () => open?.insert.run(key as string, run.join('\n')));
    }
    run = [];
    width = 0;
  };

  return {
    add(ofKey: string, line: string): void {
      if (ofKey !== key || run.length >= longestRun || width >= widestRun) {
        flush();
        key = ofKey;
      }
      run.push(line);
      width += line.length;
    },
    *groups(): Generator<SpooledGroup> {
      flush();
      if (open === undefined) return;
      const { database } = open;
      writing(folder, () => database.exec(orderByFirstLine));
      yield* groupRows(database.prepare(inOrder).iterate() as Iterator<unknown> as Iterator<SpooledRow>);
    },
    close(): void {
      open?.remove();
      open = undefined;
      run = [];
    },
  };
}

const orderByFirstLine = `
  CREATE INDEX IF NOT EXISTS run_by_key ON run (key, id);
  CREATE TABLE IF NOT EXISTS first_run (id INTEGER PRIMARY KEY, key TEXT NOT NULL);
  DELETE FROM first_run;
  INSERT INTO first_run SELECT min(id), key FROM run GROUP BY key;`;

const inOrder = `
  SELECT f.id AS first, f.key AS key, r.lines AS lines
  FROM first_run f CROSS JOIN run r ON r.key = f.key ORDER BY f.id, r.id`;

interface SpoolFile {
  readonly database: DatabaseSync;
  readonly insert: StatementSync;
  remove(): void;
}

function openFile(folder: string): SpoolFile {
  return writing(folder, () => {
    const own = mkdtempSync(join(folder, 'vilfredo-import-'));
    const database = new DatabaseSync(join(own, 'lines.db'));
    database.exec(`
      PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA locking_mode = EXCLUSIVE; PRAGMA cache_size = -16000;
      CREATE TABLE run (id INTEGER PRIMARY KEY, key TEXT NOT NULL, lines TEXT NOT NULL);
      BEGIN`);
    const insert = database.prepare('INSERT INTO run (key, lines) VALUES (?, ?)');
    // Where the system allows it the name goes at once: then not even a killed process leaves the file behind.
    const unlink = () => rmSync(own, { recursive: true, force: true });
    if (platform !== 'win32') unlink();
    const remove = () => {
      if (database.isOpen) database.close();
      unlink();
    };
    return { database, insert, remove };
  });
}

function* groupRows(rows: Iterator<SpooledRow>): Generator<SpooledGroup> {
  let next = rows.next();
  while (!next.done) {
    const { first, key } = next.value;
    yield {
      key,
      lines: (function* () {
        while (!next.done && next.value.first === first) {
          yield* next.value.lines.split('\n');
          next = rows.next();
        }
      })(),
    };
    while (!next.done && next.value.first === first) next = rows.next();
  }
}

function writing<T>(folder: string, write: () => T): T {
  try {
    return write();
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new Failure('unavailable', `the temporary file of an import in ${folder} cannot be written: ${why}`, {
      cause: error,
    });
  }
}
