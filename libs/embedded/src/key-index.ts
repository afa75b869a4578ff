import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { KeyCompaction } from './key-compaction.js';
import { keyHash } from './key-hash.js';
import { KeyRuns } from './key-runs.js';
import { sortedKeys } from './key-sort.js';
import { inTransaction, reading } from './transaction.js';
import { YoungKeys } from './young-keys.js';

/** Where an event id or a subject occurs in the log: sorted runs on disk, and the younger part in memory. */
export class KeyIndex {
  private young = new YoungKeys();
  /** Every event up to here is in one of the parts; not known before the first look, nor after a failure. */
  private seenThrough: number | undefined;
  private readonly runs: KeyRuns;
  private readonly compaction: KeyCompaction;
  private readonly endOfLog: StatementSync;
  private readonly keyedThrough: StatementSync;
  private readonly eventsAfter: StatementSync;
  private readonly setKeyed: StatementSync;

  /** @param runOf how many events are kept in memory before they are written as a run */
  constructor(
    private readonly database: DatabaseSync,
    private readonly runOf: number,
  ) {
    this.runs = new KeyRuns(database);
    this.compaction = new KeyCompaction(this.runs);
    this.endOfLog = database.prepare('SELECT max(position) FROM events');
    this.keyedThrough = database.prepare('SELECT through FROM keyed');
    this.eventsAfter = database.prepare(
      'SELECT id, subject, position FROM events WHERE position > ? ORDER BY position',
    );
    this.setKeyed = database.prepare('UPDATE keyed SET through = ?');
    for (const statement of [this.endOfLog, this.keyedThrough]) statement.setReturnArrays(true);
  }

  /** The last position in the log, whoever appended it. */
  end(): number {
    return reading(() => single(this.endOfLog));
  }

  /** The same, with every event up to it known here. To be called first within a write transaction. */
  takeUp(): number {
    this.runs.refresh();
    return this.catchUp();
  }

  private catchUp(): number {
    const end = single(this.endOfLog);
    this.seenThrough ??= single(this.keyedThrough);
    if (end > this.seenThrough) {
      for (const row of this.eventsAfter.iterate(this.seenThrough)) {
        this.add(String(row.id), String(row.subject), Number(row.position));
      }
    }
    return end;
  }

  add(id: string, subject: string, position: number): void {
    this.young.add(id, subject, position);
    this.seenThrough = position;
  }

  /** The position of a young event with this id. */
  youngPosition(id: string): number | undefined {
    return this.young.positionOf(id);
  }

  /** Positions of events in the runs that may have this id. To be called within a write transaction. */
  positionsInRuns(id: string): readonly number[] {
    return this.runs.positionsOf(keyHash('id', id));
  }

  /** Ascending positions of all events that may be of this subject. */
  positionsOf(subject: string): readonly number[] {
    this.catchUp();
    const positions = new Set(this.runs.positionsAnywhere(keyHash('subject', subject)));
    for (const position of this.young.positionsOf(subject)) positions.add(position);
    return [...positions].sort((one, other) => one - other);
  }

  /** Writes the young part as a run when it has grown large, and merges runs as so many events are about to be appended. */
  tidy(events: number): void {
    if (this.young.size >= this.runOf) {
      this.change(() => this.writeYoung());
      this.young = new YoungKeys();
    }
    this.compaction.owe(events);
    while (this.compaction.isDue) this.change(() => this.compaction.doSome());
  }

  /** Begins anew from what is on disk: for after a transaction that did not come to be. */
  forgetYoung(): void {
    this.young = new YoungKeys();
    this.seenThrough = undefined;
    this.runs.forget();
  }

  private writeYoung(): void {
    const keyed = single(this.keyedThrough);
    for (const keys of sortedKeys(this.young, keyed)) this.runs.add(0, keys);
    this.setKeyed.run(Math.max(keyed, this.seenThrough ?? 0));
  }

  private change(work: () => void): void {
    try {
      inTransaction(this.database, () => {
        this.runs.refresh();
        work();
      });
    } catch (error) {
      this.runs.forget();
      throw error;
    }
  }
}

function single(statement: StatementSync): number {
  const row = statement.get() as unknown as [number | null] | undefined;
  return row?.[0] ?? 0;
}
