import { HASH_BITS, keyHash, partitionOf } from './key-hash.js';

const texts = Array.from({ length: 20_000 }, (_, index) => `customer-${index}`);

describe('hashes of keys', () => {
  it('given many texts, when they are hashed, then hashes are whole, in their bits, and hardly any two are alike', () => {
    const hashes = texts.flatMap((text) => [keyHash('id', text), keyHash('subject', text)]);

    expect(hashes.every((hash) => Number.isSafeInteger(hash) && hash >= 0 && hash < 2 ** HASH_BITS)).toBe(true);
    expect(new Set(hashes).size).toBeGreaterThan(hashes.length - 4);
  });

  it('given a subject, when its partition is asked for, then it is the one that stored logs rely on', () => {
    expect(['customer-1', '17850', ''].map((subject) => partitionOf(subject, 12))).toEqual([7, 10, 1]);
  });

  it('given many subjects, when they are spread over 12 partitions, then evenly', () => {
    const counts = Array<number>(12).fill(0);
    for (const text of texts) counts[partitionOf(text, 12)]! += 1;

    expect(Math.min(...counts)).toBeGreaterThan(1_400);
    expect(Math.max(...counts)).toBeLessThan(1_950);
  });
});
