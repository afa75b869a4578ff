import fc from 'fast-check';
import {
  firstNotBefore,
  joinedKeys,
  keysBetween,
  keysFromBytes,
  keysToBytes,
  mergedKeys,
  positionsIn,
} from './key-list.js';

/** Few hashes, so that many keys share one. */
const someKeys = fc.array(fc.tuple(fc.nat({ max: 9 }), fc.nat({ max: 99 }))).map(listOf);

describe('a list of keys', () => {
  it('given any lists, when they are merged, then it is as if all had been sorted together', () => {
    fc.assert(
      fc.property(fc.array(someKeys, { maxLength: 5 }), (lists) => {
        expect(mergedKeys(lists)).toEqual(listOf(lists.flatMap(pairsOf)));
      }),
    );
  });

  it('given any list, when a hash is looked up, then its positions are found, and no others', () => {
    fc.assert(
      fc.property(someKeys, fc.nat({ max: 10 }), (keys, hash) => {
        const own = pairsOf(keys).filter(([one]) => one === hash);
        expect(positionsIn(keys, hash)).toEqual(own.map(([, position]) => position));
      }),
    );
  });

  it('given any list, when it is cut at a hash, then what is less is before it, and the rest after', () => {
    fc.assert(
      fc.property(someKeys, fc.nat({ max: 10 }), (keys, hash) => {
        const cut = firstNotBefore(keys, hash);
        expect(pairsOf(keysBetween(keys, 0, cut)).every(([one]) => one < hash)).toBe(true);
        expect(pairsOf(keysBetween(keys, cut, keys.length / 2)).every(([one]) => one >= hash)).toBe(true);
      }),
    );
  });

  it('given a list that was cut, when its parts are joined, then it is the list', () => {
    fc.assert(
      fc.property(someKeys, fc.nat({ max: 20 }), fc.nat({ max: 20 }), (keys, one, other) => {
        const [first, second] = [Math.min(one, other), Math.max(one, other)];
        const parts = [keysBetween(keys, 0, first), keysBetween(keys, first, second)];
        expect(joinedKeys([...parts, keysBetween(keys, second, keys.length / 2)])).toEqual(keys);
      }),
    );
  });

  it('given any part of a list, when it is written and read, from wherever in memory, then it is the same', () => {
    fc.assert(
      fc.property(someKeys, fc.nat({ max: 20 }), fc.nat({ max: 9 }), (keys, from, offset) => {
        const part = keysBetween(keys, from, keys.length / 2);
        const moved = new Uint8Array(offset + part.byteLength);
        moved.set(keysToBytes(part), offset);
        expect(keysFromBytes(moved.subarray(offset))).toEqual(part);
      }),
    );
  });

  it('given a key, when it is written, then it is two numbers of eight bytes, the least significant first', () => {
    expect([...keysToBytes(Float64Array.of(1, 2))]).toEqual([
      ...[0, 0, 0, 0, 0, 0, 0xf0, 0x3f],
      ...[0, 0, 0, 0, 0, 0, 0, 0x40],
    ]);
  });
});

function listOf(keys: readonly (readonly [number, number])[]): Float64Array {
  const sorted = [...keys].sort(([one, first], [other, second]) => one - other || first - second);
  return Float64Array.from(sorted.flat());
}

function pairsOf(keys: Float64Array): [number, number][] {
  return Array.from({ length: keys.length / 2 }, (_, nth) => [keys[2 * nth]!, keys[2 * nth + 1]!]);
}
