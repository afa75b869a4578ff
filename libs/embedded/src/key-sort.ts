import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { HASH_BITS, keyHash } from './key-hash.js';
import type { YoungKeys } from './young-keys.js';

/** Entries whose number, doubled for id and subject, fits beside a hash into a safe integer. */
export const ENTRIES_AT_ONCE = 2 ** (53 - HASH_BITS - 1);
const KEYS_AT_ONCE = 2 * ENTRIES_AT_ONCE;
const ROWS_AT_ONCE = 64;

/** Adds young keys to `event_keys` in the order of their hashes, so that each page of it is written once. */
export class KeyMerge {
  private readonly insertMany: StatementSync;
  private readonly insertOne: StatementSync;

  constructor(database: DatabaseSync) {
    const insert = 'INSERT OR IGNORE INTO event_keys (hash, position) VALUES ';
    this.insertMany = database.prepare(insert + Array(ROWS_AT_ONCE).fill('(?,?)').join(','));
    this.insertOne = database.prepare(`${insert}(?,?)`);
  }

  /** To be called within a write transaction. Entries up to `keyed` are there already. */
  merge(young: YoungKeys, keyed: number): void {
    for (let from = 0; from < young.size; from += ENTRIES_AT_ONCE) {
      this.insert(sortedKeys(young, from), young, from, keyed);
    }
  }

  private insert(keys: Float64Array, young: YoungKeys, from: number, keyed: number): void {
    const row: number[] = Array(2 * ROWS_AT_ONCE).fill(0);
    let filled = 0;
    for (const key of keys) {
      const position = young.positions[from + ((key % KEYS_AT_ONCE) >>> 1)] ?? 0;
      if (position <= keyed) continue;
      row[filled++] = Math.floor(key / KEYS_AT_ONCE);
      row[filled++] = position;
      if (filled < row.length) continue;
      this.insertMany.run(...row);
      filled = 0;
    }
    for (let index = 0; index < filled; index += 2) this.insertOne.run(row[index]!, row[index + 1]!);
  }
}

/** Two keys per entry, each a hash with twice the entry's number (plus one for the subject) in its low bits. */
function sortedKeys(young: YoungKeys, from: number): Float64Array {
  const count = Math.min(ENTRIES_AT_ONCE, young.size - from);
  const keys = new Float64Array(2 * count);
  for (let entry = 0; entry < count; entry++) {
    keys[2 * entry] = keyHash('id', young.ids[from + entry]!) * KEYS_AT_ONCE + 2 * entry;
    keys[2 * entry + 1] = keyHash('subject', young.subjects[from + entry]!) * KEYS_AT_ONCE + 2 * entry + 1;
  }
  return keys.sort();
}
