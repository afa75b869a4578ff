/** Bits of a key hash: it shares the 53 of a safe integer with the number of an entry while entries are sorted. */
export const HASH_BITS = 36;

/**
 * A hash over the UTF-16 code units of `text` (two rounds of 32-bit multiply and mix, after cyrb53). Two texts may share
 * one; whoever looks one up compares the event itself.
 */
export function keyHash(kind: 'id' | 'subject', text: string): number {
  let high = kind === 'id' ? 0xdeadbeef : 0x1b873593;
  let low = kind === 'id' ? 0x41c6ce57 : 0x85ebca6b;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    high = Math.imul(high ^ code, 0x9e3779b1);
    low = Math.imul(low ^ code, 0x5f356495);
  }
  high = Math.imul(high ^ (high >>> 16), 0x85ebca6b) ^ Math.imul(low ^ (low >>> 13), 0xc2b2ae35);
  low = Math.imul(low ^ (low >>> 16), 0x85ebca6b) ^ Math.imul(high ^ (high >>> 13), 0xc2b2ae35);
  return (high >>> 28) * 0x1_0000_0000 + (low >>> 0);
}

/** The partition of a subject: FNV-1a over its UTF-16 code units, the same for ever. */
export function partitionOf(subject: string, partitions: number): number {
  if (partitions === 1) return 0;
  let hash = 0x811c9dc5;
  for (let index = 0; index < subject.length; index++) hash = Math.imul(hash ^ subject.charCodeAt(index), 0x01000193);
  return (hash >>> 0) % partitions;
}
