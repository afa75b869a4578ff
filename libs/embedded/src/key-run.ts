import { KeyFilter } from './key-filter.js';
import { HASH_BITS } from './key-hash.js';

/**
 * `growing`: others are being merged into it, some slices at a time, and it is not read yet. `leaving`: it was merged into
 * another and is not read any more.
 */
export type KeyRunState = 'growing' | 'whole' | 'leaving';

/** What is known of a run without reading it. */
export interface KeyRunRow {
  readonly number: number;
  /** How often its keys have been merged. */
  readonly level: number;
  /** Keys in all, and parts of the range of hashes in which they lie. */
  readonly keys: number;
  readonly slices: number;
  state: KeyRunState;
}

/** Keys in the order of their hashes, in slices. */
export interface KeyRun extends KeyRunRow {
  /** Slices that are on disk. */
  written: number;
  readonly filter: KeyFilter;
}

/** As many runs of a level are merged into one of the next, so that a key is looked for in few. */
export const RUNS_MERGED = 4;
/** What is read to find one of them. */
export const KEYS_OF_SLICE = 256;
/** With these the bounds of slices are exact in 53 bits; a run with more keys has larger slices. */
const MOST_SLICES = 2 ** 17;

export function keyRun(row: KeyRunRow): KeyRun {
  return { ...row, written: 0, filter: new KeyFilter(row.slices, row.keys) };
}

/** Slices for so many keys. */
export function slicesFor(keys: number): number {
  return Math.min(MOST_SLICES, Math.max(1, Math.ceil(keys / KEYS_OF_SLICE)));
}

/** The least hash of a slice; of the one after the last, the least that is no hash. */
export function sliceStart(slice: number, slices: number): number {
  return Math.ceil((slice * 2 ** HASH_BITS) / slices);
}
