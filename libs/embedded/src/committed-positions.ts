import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { Medium } from './medium.js';
import { reading } from './transaction.js';

/**
 * How far each group of consumers has come. Written without a wait for the medium: the write-ahead log is read back in
 * order, so after a loss of power a group may find itself earlier (and is served again), never later than the events.
 */
export class CommittedPositions {
  private readonly find: StatementSync;
  private readonly advance: StatementSync;

  constructor(
    database: DatabaseSync,
    private readonly medium: Pick<Medium, 'sync'>,
  ) {
    this.find = database.prepare('SELECT position FROM committed WHERE consumer = ?');
    this.advance = database.prepare(
      'INSERT INTO committed VALUES (?, ?) ON CONFLICT (consumer) DO UPDATE SET position = max(position, excluded.position)',
    );
  }

  of(group: string): number {
    return reading(() => Number(this.find.get(group)?.position ?? 0));
  }

  commit(group: string, position: number): void {
    reading(() => this.advance.run(group, position));
  }

  /** The same, and on the medium when it returns. */
  async commitDurably(group: string, position: number): Promise<void> {
    this.commit(group, position);
    await this.medium.sync();
  }
}
