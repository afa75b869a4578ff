import { endianness } from 'node:os';

/** Keys in the order of their hashes, then of positions: a hash, the position of the event that has it, and so on. */
export type KeyList = Float64Array;

const BYTES_OF_NUMBER = Float64Array.BYTES_PER_ELEMENT;
const isForeign = endianness() === 'BE';

/** The index of the first key whose hash is not less than this one. */
export function firstNotBefore(keys: KeyList, hash: number): number {
  let [from, to] = [0, keys.length / 2];
  while (from < to) {
    const middle = (from + to) >>> 1;
    if (keys[2 * middle]! < hash) from = middle + 1;
    else to = middle;
  }
  return from;
}

/** Keys from one index up to another, as a view. */
export function keysBetween(keys: KeyList, from: number, to: number): KeyList {
  return keys.subarray(2 * from, 2 * to);
}

/** Positions of a hash. */
export function positionsIn(keys: KeyList, hash: number): readonly number[] {
  const positions: number[] = [];
  for (let at = 2 * firstNotBefore(keys, hash); keys[at] === hash; at += 2) positions.push(keys[at + 1]!);
  return positions;
}

/** Lists of which each begins where the one before it ends. */
export function joinedKeys(lists: readonly KeyList[]): KeyList {
  const joined = new Float64Array(lists.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const list of lists) {
    joined.set(list, at);
    at += list.length;
  }
  return joined;
}

export function mergedKeys(lists: readonly KeyList[]): KeyList {
  if (lists.length <= 1) return lists[0] ?? new Float64Array();
  const middle = lists.length >>> 1;
  return mergedTwo(mergedKeys(lists.slice(0, middle)), mergedKeys(lists.slice(middle)));
}

function mergedTwo(one: KeyList, other: KeyList): KeyList {
  const merged = new Float64Array(one.length + other.length);
  let [left, right] = [0, 0];
  for (let at = 0; at < merged.length; at += 2) {
    const isLeft = right === other.length || (left < one.length && isBefore(one, left, other, right));
    const source = isLeft ? one : other;
    const from = isLeft ? left : right;
    merged[at] = source[from]!;
    merged[at + 1] = source[from + 1]!;
    if (isLeft) left += 2;
    else right += 2;
  }
  return merged;
}

function isBefore(one: KeyList, left: number, other: KeyList, right: number): boolean {
  const [hash, otherHash] = [one[left]!, other[right]!];
  return hash < otherHash || (hash === otherHash && one[left + 1]! <= other[right + 1]!);
}

/** As they are on disk: little-endian, whatever the machine. */
export function keysToBytes(keys: KeyList): Uint8Array {
  const bytes = Buffer.from(keys.buffer, keys.byteOffset, keys.byteLength);
  return isForeign ? Buffer.from(bytes).swap64() : bytes;
}

export function keysFromBytes(bytes: Uint8Array): KeyList {
  const aligned = bytes.byteOffset % BYTES_OF_NUMBER === 0 && !isForeign ? bytes : Uint8Array.from(bytes);
  if (isForeign) Buffer.from(aligned.buffer).swap64();
  return new Float64Array(aligned.buffer, aligned.byteOffset, aligned.byteLength / BYTES_OF_NUMBER);
}
