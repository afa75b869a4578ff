import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { type Checkpointed, CheckpointThread } from './checkpoint-thread.js';
import type { Answer } from './checkpointer.js';

/** By how many times SQLite's own bound on the write-ahead log is widened: it holds only where the thread does not keep up. */
const WIDER = 8;
/** The part of the bound up to which the rest is copied here: it takes some milliseconds. */
const SMALL = 1 / 8;

/**
 * Before this version of SQLite a checkpoint beside a writer could, very rarely, skip what was just committed (its "WAL-reset
 * bug"), and there was no looking at the count of frames without copying them.
 */
const FIRST_SAFE = [3, 51, 3] as const;

const threadOfProcess = new CheckpointThread();

/** The checkpoints of a database: beside its writer, or within its commits where SQLite is too old for that. */
export function checkpointsOf(
  database: DatabaseSync,
  sqlite: string = process.versions.sqlite ?? '',
): Pick<Checkpoints, 'consider' | 'close'> {
  return isSafe(sqlite) ? new Checkpoints(database) : { consider: () => undefined, close: async () => undefined };
}

function isSafe(sqlite: string): boolean {
  const numbers = sqlite.split('.').map(Number);
  const differing = FIRST_SAFE.findIndex((number, place) => numbers[place] !== number);
  return differing < 0 || (numbers[differing] ?? 0) > FIRST_SAFE[differing]!;
}

/**
 * Copies the write-ahead log of a database into the file itself when it has grown by the pages that the database was
 * opened with (`wal_autocheckpoint`): in a thread beside, not within a commit as SQLite would. Only what is committed while
 * the thread ends is copied here, so that the next writer finds everything copied and begins the log anew.
 */
export class Checkpoints implements Checkpointed {
  readonly path: string;
  private readonly pages: number;
  private readonly look: StatementSync;
  private running: Promise<void> | undefined;
  /** Frames that the last checkpoint left. */
  private left = 0;
  private closed = false;

  constructor(
    private readonly database: DatabaseSync,
    private readonly thread: Pick<CheckpointThread, 'checkpoint' | 'leave'> = threadOfProcess,
  ) {
    this.path = database.location() ?? '';
    this.pages = Number(database.prepare('PRAGMA wal_autocheckpoint').get()?.wal_autocheckpoint);
    this.widen(0);
    // SQLite's own count of frames, in a microsecond. The file's size says nothing: a log begun anew keeps it.
    this.look = database.prepare('PRAGMA wal_checkpoint(NOOP)');
    this.look.setReturnArrays(true);
  }

  /** Begins a checkpoint when one is due; to be called after commits, outside of transactions. Never throws. */
  consider(): void {
    if (this.running !== undefined || this.closed || !this.isDue()) return;
    this.running = this.checkpoint().finally(() => {
      this.running = undefined;
    });
  }

  /** Resolves when none is under way and the thread has closed its connection; to be called before the database is closed. */
  async close(): Promise<void> {
    this.closed = true;
    await Promise.all([this.running, this.thread.leave(this)]);
  }

  /** What could not be copied is tried again when as much again has come: a thread that fails is not begun time and again. */
  private isDue(): boolean {
    try {
      const { uncopied } = this.frames();
      this.left = Math.min(this.left, uncopied);
      return uncopied - this.left >= this.pages;
    } catch {
      return false;
    }
  }

  private async checkpoint(): Promise<void> {
    const outcome = await this.thread.checkpoint(this);
    if (this.closed) return;
    try {
      this.finish(outcome);
    } catch {
      // SQLite tries again within a commit, and a write that finds no room says so itself.
    }
  }

  private finish(outcome: Answer['outcome']): void {
    const { all, uncopied } = this.frames();
    this.left = uncopied;
    // A reader holds SQLite's own checkpoints as well; when it goes, they would have all to copy within one commit.
    this.widen(outcome === 'held' ? all : 0);
    if (outcome !== 'failed' && uncopied <= this.pages * SMALL) this.database.exec('PRAGMA wal_checkpoint(PASSIVE)');
  }

  private frames(): { all: number; uncopied: number } {
    const [, all, copied] = this.look.get() as unknown as [busy: number, all: number, copied: number];
    return { all, uncopied: all - copied };
  }

  private widen(from: number): void {
    this.database.exec(`PRAGMA wal_autocheckpoint = ${from + WIDER * this.pages}`);
  }
}
