import fc from 'fast-check';
import { KeyFilter, sliceOf } from './key-filter.js';
import { HASH_BITS, keyHash } from './key-hash.js';
import { slicesFor } from './key-run.js';

describe('a filter of keys', () => {
  const aHash = fc.integer({ min: 0, max: 2 ** HASH_BITS - 1 });

  it('given any hashes, when they are asked for, also after it was written and read, then none is denied', () => {
    fc.assert(
      fc.property(fc.array(aHash), fc.integer({ min: 1, max: 5 }), (hashes, slices) => {
        const filter = filterOf(hashes, slices);
        const again = new KeyFilter(slices, hashes.length);
        for (let slice = 0; slice < slices; slice++) again.fromBytes(slice, filter.toBytes(slice));
        for (const hash of hashes) {
          expect(filter.mayHave(hash)).toBe(true);
          expect(again.mayHave(hash)).toBe(true);
        }
      }),
    );
  });

  it('given nothing, when anything is asked for, then it is denied', () => {
    expect(filterOf([], 1).mayHave(keyHash('id', 'any'))).toBe(false);
  });

  it.each([100, 4_096, 500_000])(
    'given the hashes of %i ids, when as many others are asked for, then all but a hundredth are denied',
    (count) => {
      const hashes = Array.from({ length: count }, (_, nth) => keyHash('id', `order-${nth}`));
      const others = Array.from({ length: 20_000 }, (_, nth) => keyHash('id', `other-${nth}`));

      const filter = filterOf(hashes, slicesFor(count));

      expect(others.filter((hash) => filter.mayHave(hash)).length).toBeLessThan(200);
    },
  );

  it('given hashes of one slice, when a slice is written, then it tells of them, and no other does', () => {
    const hashes = Array.from({ length: 1_000 }, (_, nth) => keyHash('id', `order-${nth}`));
    const filter = filterOf(hashes, 4);
    const third = new KeyFilter(4, hashes.length);
    third.fromBytes(2, filter.toBytes(2));

    for (const hash of hashes) expect(third.mayHave(hash)).toBe(sliceOf(hash, 4) === 2);
  });
});

function filterOf(hashes: readonly number[], slices: number): KeyFilter {
  const filter = new KeyFilter(slices, hashes.length);
  filter.add(Float64Array.from(hashes.flatMap((hash) => [hash, 1])));
  return filter;
}
