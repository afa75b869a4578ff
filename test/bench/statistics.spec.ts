import fc from 'fast-check';
import { bootstrapInterval, median, quantile, seededRandom } from './statistics.js';

const numbers = fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 60 });

describe('the median', () => {
  it('is the value in the middle, whatever the order', () => {
    expect(median([3, 1, 2])).toBe(2);
  });

  it('is the mean of the two in the middle', () => {
    expect(median([4, 1, 2, 3])).toBe(2.5);
  });

  it('is refused without values', () => {
    expect(() => median([])).toThrow(RangeError);
  });
});

describe('a quantile', () => {
  it('is the nearest rank: the 99th of a hundred', () => {
    const hundred = Array.from({ length: 100 }, (_, i) => 100 - i);
    expect([quantile(hundred, 0.5), quantile(hundred, 0.99), quantile(hundred, 1)]).toEqual([50, 99, 100]);
  });

  it('is never less than its share of the values', () => {
    fc.assert(
      fc.property(numbers, fc.double({ min: 0, max: 1, noNaN: true }), (values, share) => {
        const bound = quantile(values, share);
        expect(values.filter((value) => value <= bound).length).toBeGreaterThanOrEqual(share * values.length);
      }),
    );
  });
});

describe('the bootstrap interval of a median', () => {
  it('follows from the seed', () => {
    const values = [1, 2, 3, 5, 8, 13];
    expect(bootstrapInterval(values, 7)).toEqual(bootstrapInterval(values, 7));
  });

  it('lies within the values', () => {
    fc.assert(
      fc.property(numbers, fc.nat(), (values, seed) => {
        const { lo, hi } = bootstrapInterval(values, seed);
        expect(lo).toBeLessThanOrEqual(hi);
        expect(lo).toBeGreaterThanOrEqual(Math.min(...values));
        expect(hi).toBeLessThanOrEqual(Math.max(...values));
      }),
      { numRuns: 20 },
    );
  });

  it('is a point where all rounds agree', () => {
    expect(bootstrapInterval([2, 2, 2], 1)).toEqual({ lo: 2, hi: 2 });
  });

  it('holds the true median in about 95 of 100 samples', () => {
    const random = seededRandom(3);
    const holds = Array.from({ length: 60 }, (_, seed) => {
      const sample = Array.from({ length: 25 }, () => random() + random());
      const { lo, hi } = bootstrapInterval(sample, seed);
      return lo <= 1 && 1 <= hi;
    });
    expect(holds.filter(Boolean).length).toBeGreaterThan(52);
  });
});
