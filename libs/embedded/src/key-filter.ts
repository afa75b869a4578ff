import { HASH_BITS } from './key-hash.js';
import type { KeyList } from './key-list.js';

/** One bit in each of these words: a block fits a line of the processor's cache. */
const WORDS_OF_BLOCK = 8;
const BYTES_OF_WORD = 4;
const BITS_OF_BLOCK = WORDS_OF_BLOCK * BYTES_OF_WORD * 8;
/** With these an absent key is taken for a present one about once in 200 times. */
const BITS_PER_KEY = 12;

const blockMultiplier = 0x9e3779b1;
const wordMultipliers = [
  0x47b6137b, 0x44974d91, 0x8824ad5b, 0xa2b7289d, 0x705495c7, 0x2df1424b, 0x9efc4947, 0x5c6bfb31,
] as const;

/**
 * Which hashes surely are not in a run of keys: a Bloom filter of split blocks, with the multipliers of Apache Parquet's
 * (https://parquet.apache.org/docs/file-format/bloomfilter), over the lower 32 bits of key hashes. Each slice of the run
 * has as many blocks as every other.
 */
export class KeyFilter {
  private readonly wordsOfSlice: number;
  private readonly words: Uint32Array;

  /** @param keys of the whole run, about */
  constructor(
    private readonly slices: number,
    keys: number,
  ) {
    this.wordsOfSlice = WORDS_OF_BLOCK * Math.max(1, Math.ceil(((keys / slices) * BITS_PER_KEY) / BITS_OF_BLOCK));
    this.words = new Uint32Array(slices * this.wordsOfSlice);
  }

  add(keys: KeyList): void {
    for (let at = 0; at < keys.length; at += 2) {
      const hash = keys[at]!;
      const first = this.firstWordOf(hash);
      for (let word = 0; word < WORDS_OF_BLOCK; word++) this.words[first + word]! |= 1 << bitOf(hash, word);
    }
  }

  /** False only for what is surely not in the run. */
  mayHave(hash: number): boolean {
    const first = this.firstWordOf(hash);
    for (let word = 0; word < WORDS_OF_BLOCK; word++) {
      if (((this.words[first + word]! >>> bitOf(hash, word)) & 1) === 0) return false;
    }
    return true;
  }

  /** The part of a slice as it is on disk: little-endian, whatever the machine. */
  toBytes(slice: number): Uint8Array {
    const view = new DataView(new ArrayBuffer(this.wordsOfSlice * BYTES_OF_WORD));
    const first = slice * this.wordsOfSlice;
    for (let word = 0; word < this.wordsOfSlice; word++) {
      view.setUint32(word * BYTES_OF_WORD, this.words[first + word]!, true);
    }
    return new Uint8Array(view.buffer);
  }

  /** Takes the part of a slice from disk. */
  fromBytes(slice: number, bytes: Uint8Array): void {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const first = slice * this.wordsOfSlice;
    for (let word = 0; word < this.wordsOfSlice; word++) {
      this.words[first + word] = view.getUint32(word * BYTES_OF_WORD, true);
    }
  }

  private firstWordOf(hash: number): number {
    const spread = (Math.imul(hash, blockMultiplier) >>> 0) / 2 ** 32;
    const block = Math.floor((spread * this.wordsOfSlice) / WORDS_OF_BLOCK);
    return sliceOf(hash, this.slices) * this.wordsOfSlice + block * WORDS_OF_BLOCK;
  }
}

/** The slice that a hash belongs to when there are so many: exact in 53 bits for up to 2 ** 17 of them. */
export function sliceOf(hash: number, slices: number): number {
  return Math.floor((hash * slices) / 2 ** HASH_BITS);
}

/** The bit of a word, 0 to 31, that stands for a hash. */
function bitOf(hash: number, word: number): number {
  return Math.imul(hash, wordMultipliers[word]!) >>> 27;
}
