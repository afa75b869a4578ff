import { close, fdatasync, openSync } from 'node:fs';
import type { DatabaseSync } from 'node:sqlite';
import { promisify } from 'node:util';
import { Failure } from '@vilfredo/event-sourcing';
import { type Checkpoints, checkpointsOf } from './checkpoints.js';

const datasync = promisify(fdatasync);
const closeFile = promisify(close);

/**
 * Puts on the medium what a database has committed. SQLite would wait for that within each commit (`synchronous = FULL`),
 * and with it everything else in the process; so it does not (`NORMAL`), and the write-ahead log is synchronised here,
 * in a thread beside. Whoever has to know that a write will survive a loss of power awaits `sync`. What is there may be
 * checkpointed.
 */
export class Medium {
  private file: number | undefined;
  private running: Promise<void> | undefined;
  private next: Promise<void> | undefined;
  private broken: Failure | undefined;

  constructor(
    private readonly database: DatabaseSync,
    private readonly checkpoints: Pick<Checkpoints, 'consider' | 'close'> = checkpointsOf(database),
  ) {}

  /**
   * Resolves when everything committed before the call is on the medium.
   * @throws Failure `unavailable` when it may not be, and from then on: what a failed synchronisation leaves in the
   * system's cache may be lost without a further error
   */
  sync(): Promise<void> {
    if (this.running === undefined) return this.begin();
    this.next ??= this.running.catch(() => undefined).then(() => this.begin());
    return this.next;
  }

  /** To be called before the database is closed. */
  async close(): Promise<void> {
    await this.checkpoints.close();
    for (let last = this.last; last !== undefined; last = this.last) await last.catch(() => undefined);
    if (this.file !== undefined) await closeFile(this.file);
    this.file = undefined;
  }

  private get last(): Promise<void> | undefined {
    return this.next ?? this.running;
  }

  private begin(): Promise<void> {
    this.next = undefined;
    this.running = this.synchronise().finally(() => {
      this.running = undefined;
    });
    return this.running;
  }

  private async synchronise(): Promise<void> {
    if (this.broken !== undefined) throw this.broken;
    try {
      this.file ??= openSync(`${this.database.location()}-wal`, 'r+');
      await datasync(this.file);
    } catch (cause) {
      const reason = 'the disk failed to keep what was written: see to it, then start again';
      this.broken = new Failure('unavailable', reason, { retryAfter: 5, cause });
      throw this.broken;
    }
    this.checkpoints.consider();
  }
}
