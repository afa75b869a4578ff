import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { pathToFileURL } from 'node:url';
import { parentPort } from 'node:worker_threads';

/** What the thread is asked: to checkpoint the database at `path`, or to close its connection to it. */
export interface Task {
  readonly number: number;
  readonly path: string;
  readonly what: 'checkpoint' | 'close';
}

/**
 * What came of the task of that number. `held`: the rest of the write-ahead log cannot be copied while somebody reads at an
 * earlier moment. `failed`: SQLite or the thread did.
 */
export interface Answer {
  readonly number: number;
  readonly outcome: 'done' | 'held' | 'failed';
}

interface Connection {
  readonly database: DatabaseSync;
  readonly copy: StatementSync;
  readonly look: StatementSync;
}

/**
 * Each pass copies what was committed during the one before, and synchronises the file unless something was committed
 * during itself. With this many one of the short ones does, also while commits come one after the other.
 */
const PASSES = 16;
/** Milliseconds after a pass that could copy nothing: a commit holds back its own frames for a moment. */
const PAUSE = 2;

const connections = new Map<string, Connection>();
const pausing = new Int32Array(new SharedArrayBuffer(4));

parentPort?.on('message', ({ number, path, what }: Task) => {
  parentPort?.postMessage({ number, outcome: outcomeOf(path, what) } satisfies Answer);
});

function outcomeOf(path: string, what: Task['what']): Answer['outcome'] {
  try {
    if (what === 'checkpoint') return checkpoint(connectionTo(path));
    close(path);
    return 'done';
  } catch {
    close(path);
    return 'failed';
  }
}

function checkpoint({ copy, look }: Connection): Answer['outcome'] {
  let [, before] = framesOf(look);
  let held = false;
  for (let pass = 1; pass <= PASSES; pass++) {
    if (held) Atomics.wait(pausing, 0, 0, PAUSE);
    copy.get();
    const [all, copied] = framesOf(look);
    if (copied === all) return 'done';
    held = copied === before;
    before = copied;
  }
  return held ? 'held' : 'done';
}

function framesOf(look: StatementSync): [all: number, copied: number] {
  const [, all, copied] = look.get() as unknown as [busy: number, all: number, copied: number];
  return [all, copied];
}

function connectionTo(path: string): Connection {
  const known = connections.get(path);
  if (known !== undefined) return known;
  const url = pathToFileURL(path);
  // Else a file that is gone would be made anew.
  url.searchParams.set('mode', 'rw');
  const database = new DatabaseSync(url, { timeout: 5_000 });
  database.exec('PRAGMA synchronous = NORMAL');
  const copy = database.prepare('PRAGMA wal_checkpoint(PASSIVE)');
  const look = database.prepare('PRAGMA wal_checkpoint(NOOP)');
  look.setReturnArrays(true);
  const connection = { database, copy, look };
  connections.set(path, connection);
  return connection;
}

function close(path: string): void {
  const connection = connections.get(path);
  connections.delete(path);
  connection?.database.close();
}
