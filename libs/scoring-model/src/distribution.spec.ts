import fc from 'fast-check';
import { distributionOf, maxDistinct, shareAtOrBelow } from './distribution.js';

const population = fc.array(fc.integer({ min: -1_000, max: 1_000 }), { minLength: 1, maxLength: 300 });
const many = fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 600, maxLength: 4_000 });
const exactShare = (values: readonly number[], value: number) =>
  values.filter((other) => other <= value).length / values.length;

describe('a distribution of a population', () => {
  it('says which share is at or below each value', () => {
    expect(distributionOf([3, 1, 1, 2])).toEqual({ values: [1, 2, 3], shares: [0.5, 0.75, 1] });
  });

  it('is exact at every value while there are at most 512 distinct ones', () => {
    fc.assert(
      fc.property(population, (values) => {
        fc.pre(new Set(values).size <= maxDistinct);
        const distribution = distributionOf(values);
        for (const value of values) expect(shareAtOrBelow(distribution, value)).toBe(exactShare(values, value));
      }),
    );
  });

  it('puts the best at 1, who is better than all at 1, and who is worse than all at 0', () => {
    const distribution = distributionOf([10, 20, 30]);
    expect(shareAtOrBelow(distribution, 30)).toBe(1);
    expect(shareAtOrBelow(distribution, 31)).toBe(1);
    expect(shareAtOrBelow(distribution, 9)).toBe(0);
  });

  it('goes straight between two values it knows', () => {
    expect(shareAtOrBelow(distributionOf([0, 10]), 5)).toBe(0.75);
  });

  it('puts everybody at 1 when the population is empty', () => {
    expect(shareAtOrBelow(distributionOf([]), 5)).toBe(1);
  });

  it('never falls as the value rises', () => {
    fc.assert(
      fc.property(
        fc.oneof(population, many),
        fc.double({ noNaN: true }),
        fc.double({ noNaN: true }),
        (values, a, b) => {
          const distribution = distributionOf(values);
          expect(shareAtOrBelow(distribution, Math.min(a, b))).toBeLessThanOrEqual(
            shareAtOrBelow(distribution, Math.max(a, b)),
          );
        },
      ),
    );
  });
});

describe('a distribution with more than 512 distinct values', () => {
  it('keeps at most 512, ascending and distinct, the smallest and the largest among them', () => {
    fc.assert(
      fc.property(many, (population) => {
        const { values, shares } = distributionOf(population);
        expect(values.length).toBeLessThanOrEqual(maxDistinct);
        expect(values[0]).toBe(Math.min(...population));
        expect(values.at(-1)).toBe(Math.max(...population));
        expect(shares.at(-1)).toBe(1);
        for (let i = 1; i < values.length; i++) {
          expect(values[i]!).toBeGreaterThan(values[i - 1]!);
          expect(shares[i]!).toBeGreaterThan(shares[i - 1]!);
        }
      }),
      { numRuns: 20 },
    );
  });

  it('is nowhere further off than two of its steps, where no value is shared by many', () => {
    fc.assert(
      fc.property(many, (population) => {
        fc.pre(new Set(population).size === population.length);
        const distribution = distributionOf(population);
        for (const value of population.slice(0, 50)) {
          const off = Math.abs(shareAtOrBelow(distribution, value) - exactShare(population, value));
          expect(off).toBeLessThanOrEqual(2 / (maxDistinct - 1));
        }
      }),
      { numRuns: 20 },
    );
  });

  it('is exact at the values that were kept', () => {
    const population = Array.from({ length: 5_000 }, (_, i) => (i * i) % 4_999);
    const { values, shares } = distributionOf(population);
    for (let i = 0; i < values.length; i += 37) expect(shares[i]).toBe(exactShare(population, values[i]!));
  });
});
