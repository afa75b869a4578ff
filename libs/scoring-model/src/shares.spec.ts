import fc from 'fast-check';
import { firstShare } from './shares.js';

describe('the first share of a ranking', () => {
  it.each([
    [0.2, 0, 0],
    [0.2, 1, 1],
    [0.2, 5, 1],
    [0.2, 6, 2],
    [0.2, 4_339, 868],
    [0.2, 868, 174],
    [1, 7, 7],
  ])('of %d of %d is %d, rounded up', (share, n, count) => {
    expect(firstShare(share, n)).toBe(count);
  });

  it('is not one more because a product of binary fractions is a hair too large', () => {
    expect(0.07 * 100).toBeGreaterThan(7);
    expect(firstShare(0.07, 100)).toBe(7);
    expect(firstShare(0.2, 35)).toBe(7);
  });

  it('is what whole numbers say it is, for every share in hundredths', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 100 }), fc.nat(1_000_000), (hundredths, n) => {
        expect(firstShare(hundredths / 100, n)).toBe(Number((BigInt(hundredths) * BigInt(n) + 99n) / 100n));
      }),
    );
  });
});
