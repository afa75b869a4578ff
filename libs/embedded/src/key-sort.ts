import { HASH_BITS, keyHash } from './key-hash.js';
import type { KeyList } from './key-list.js';
import type { YoungKeys } from './young-keys.js';

/** Entries whose number, doubled for id and subject, fits beside a hash into a safe integer. */
const ENTRIES_AT_ONCE = 2 ** (53 - HASH_BITS - 1);
const KEYS_AT_ONCE = 2 * ENTRIES_AT_ONCE;

/** The keys of young events after a position; of very many in several lists. */
export function* sortedKeys(young: YoungKeys, after: number): Generator<KeyList> {
  for (let from = 0; from < young.size; from += ENTRIES_AT_ONCE) {
    const numbers = sortedNumbers(young, from);
    const keys = new Float64Array(2 * numbers.length);
    let filled = 0;
    for (const number of numbers) {
      const position = young.positions[from + ((number % KEYS_AT_ONCE) >>> 1)]!;
      if (position <= after) continue;
      keys[filled++] = Math.floor(number / KEYS_AT_ONCE);
      keys[filled++] = position;
    }
    if (filled > 0) yield keys.subarray(0, filled);
  }
}

/** Two numbers per entry, each a hash with twice the entry's number (plus one for the subject) in its low bits. */
function sortedNumbers(young: YoungKeys, from: number): Float64Array {
  const count = Math.min(ENTRIES_AT_ONCE, young.size - from);
  const keys = new Float64Array(2 * count);
  for (let entry = 0; entry < count; entry++) {
    keys[2 * entry] = keyHash('id', young.ids[from + entry]!) * KEYS_AT_ONCE + 2 * entry;
    keys[2 * entry + 1] = keyHash('subject', young.subjects[from + entry]!) * KEYS_AT_ONCE + 2 * entry + 1;
  }
  return keys.sort();
}
