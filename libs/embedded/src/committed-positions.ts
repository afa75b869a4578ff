import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { reading } from './transaction.js';

/**
 * How far each group of consumers has come. Written without an fsync of its own: the write-ahead log is read back in
 * order, so after a loss of power a group may find itself earlier (and is served again), never later than the events.
 */
export class CommittedPositions {
  private readonly find: StatementSync;
  private readonly advance: StatementSync;

  constructor(private readonly database: DatabaseSync) {
    this.find = database.prepare('SELECT position FROM committed WHERE consumer = ?');
    this.advance = database.prepare(
      'INSERT INTO committed VALUES (?, ?) ON CONFLICT (consumer) DO UPDATE SET position = max(position, excluded.position)',
    );
  }

  of(group: string): number {
    return reading(() => Number(this.find.get(group)?.position ?? 0));
  }

  commit(group: string, position: number): void {
    reading(() => {
      this.database.exec('PRAGMA synchronous = NORMAL');
      try {
        this.advance.run(group, position);
      } finally {
        this.database.exec('PRAGMA synchronous = FULL');
      }
    });
  }

  /** The same, and on the medium when it returns. */
  commitDurably(group: string, position: number): void {
    reading(() => this.advance.run(group, position));
  }
}
