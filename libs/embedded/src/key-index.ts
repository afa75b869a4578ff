import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { keyHash } from './key-hash.js';
import { KeyMerge } from './key-merge.js';
import { inTransaction, reading } from './transaction.js';
import { IN_VALUES, valueLists } from './value-list.js';
import { YoungKeys } from './young-keys.js';

/** Where an event id or a subject occurs in the log: a merged part on disk, and the younger part in memory. */
export class KeyIndex {
  private young = new YoungKeys();
  /** Every event up to here is in one of the parts; not known before the first look, nor after a failure. */
  private seenThrough: number | undefined;
  private readonly merge: KeyMerge;
  private readonly endOfLog: StatementSync;
  private readonly keyedThrough: StatementSync;
  private readonly eventsAfter: StatementSync;
  private readonly positionsOfHash: StatementSync;
  private readonly positionsOfHashes: StatementSync;
  private readonly setKeyed: StatementSync;

  /** @param mergeAt how many events are kept in memory before they are merged into the part on disk */
  constructor(
    private readonly database: DatabaseSync,
    private readonly mergeAt: number,
  ) {
    this.merge = new KeyMerge(database);
    this.endOfLog = database.prepare('SELECT max(position) FROM events');
    this.keyedThrough = database.prepare('SELECT through FROM keyed');
    this.eventsAfter = database.prepare(
      'SELECT id, subject, position FROM events WHERE position > ? ORDER BY position',
    );
    this.positionsOfHash = database.prepare('SELECT position FROM event_keys WHERE hash = ?');
    this.positionsOfHashes = database.prepare(`SELECT hash, position FROM event_keys WHERE hash ${IN_VALUES}`);
    this.setKeyed = database.prepare('UPDATE keyed SET through = ?');
    for (const statement of [this.endOfLog, this.keyedThrough, this.positionsOfHash, this.positionsOfHashes]) {
      statement.setReturnArrays(true);
    }
  }

  /** The last position in the log, whoever appended it. */
  end(): number {
    return reading(() => single(this.endOfLog));
  }

  /** The same, with every event up to it known here. */
  catchUp(): number {
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

  /** For each of `ids` the positions of merged events that may have it; an id that surely is in none of them is absent. */
  mergedPositions(ids: readonly string[]): ReadonlyMap<string, readonly number[]> {
    const found = new Map<string, number[]>();
    const hashes = ids.map((id) => keyHash('id', id));
    const rows: [number, number][] = [];
    for (const list of valueLists(hashes)) {
      rows.push(...(this.positionsOfHashes.all(...list) as unknown as [number, number][]));
    }
    if (rows.length === 0) return found;
    const rowsByHash = Map.groupBy(rows, ([hash]) => hash);
    for (const [index, id] of ids.entries()) {
      const positions = rowsByHash.get(hashes[index] ?? -1)?.map(([, position]) => position);
      if (positions !== undefined) found.set(id, positions);
    }
    return found;
  }

  /** Ascending positions of all events that may be of this subject. */
  positionsOf(subject: string): readonly number[] {
    this.catchUp();
    const rows = this.positionsOfHash.all(keyHash('subject', subject)) as unknown as [number][];
    const positions = new Set(rows.map(([position]) => position));
    for (const position of this.young.positionsOf(subject)) positions.add(position);
    return [...positions].sort((one, other) => one - other);
  }

  /** Merges the young part into the one on disk when it has grown large. */
  mergeWhenLarge(): void {
    if (this.young.size < this.mergeAt) return;
    inTransaction(this.database, () => {
      const keyed = single(this.keyedThrough);
      this.merge.merge(this.young, keyed);
      this.setKeyed.run(Math.max(keyed, this.seenThrough ?? 0));
    });
    this.young = new YoungKeys();
  }

  /** Begins anew from what is on disk: for after a transaction that did not come to be. */
  forgetYoung(): void {
    this.young = new YoungKeys();
    this.seenThrough = undefined;
  }
}

function single(statement: StatementSync): number {
  const row = statement.get() as unknown as [number | null] | undefined;
  return row?.[0] ?? 0;
}
