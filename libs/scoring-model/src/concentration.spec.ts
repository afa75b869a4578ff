import fc from 'fast-check';
import { concentrationOf, countWithin, curveOf, giniOf } from './concentration.js';

const rule = { share: 0.2, abcA: 0.8, abcB: 0.95 };
const amounts = fc.array(fc.integer({ min: 0, max: 1e9 }), { minLength: 1, maxLength: 60 });
const descending = (values: readonly number[]) => [...values].sort((a, b) => b - a);

describe('the Gini coefficient', () => {
  it('is .72 for 1, 2, 3, 4 and 90', () => {
    // The area definition by hand: Lorenz points .01, .03, .06, .10, 1 give 1 - (.01 + .04 + .09 + .16 + 1.10) / 5.
    expect(giniOf([90, 4, 3, 2, 1])).toBeCloseTo(0.72, 12);
  });

  it('is 0 when all bring the same and nearly 1 when one of many brings all', () => {
    expect(giniOf([7, 7, 7])).toBe(0);
    expect(giniOf([100, ...Array<number>(99).fill(0)])).toBeCloseTo(0.99, 12);
  });

  it('counts negative amounts as nothing, and nobody as no concentration', () => {
    expect(giniOf([90, 4, 3, 2, 1, -50])).toBeCloseTo(giniOf([90, 4, 3, 2, 1, 0]), 12);
    expect(giniOf([])).toBe(0);
    expect(giniOf([-1, -2])).toBe(0);
  });

  it('is half the mean difference of all pairs, relative to the mean', () => {
    fc.assert(
      fc.property(amounts, (values) => {
        const total = values.reduce((sum, value) => sum + value, 0);
        let differences = 0;
        for (const a of values) for (const b of values) differences += Math.abs(a - b);
        const expected = total === 0 ? 0 : differences / (2 * values.length * total);
        expect(giniOf(descending(values))).toBeCloseTo(expected, 9);
      }),
    );
  });
});

describe('the classes A, B and C', () => {
  it('put into A who brings up to 80 % of the amount together, into B up to 95 %', () => {
    expect(concentrationOf([50, 30, 10, 5, 5], rule).abc).toEqual({ A: 2, B: 2, C: 1 });
  });

  it('do not lose who ends exactly at the limit to a binary fraction', () => {
    expect(0.7 * 90).toBeLessThan(63);
    expect(countWithin(Array<number>(90).fill(1), 0.7)).toBe(63);
    expect(countWithin([1, 1, 1, 1, 1], 0.8)).toBe(4);
  });

  it('leave who brings nothing or less in C', () => {
    expect(concentrationOf([10, 0, -5], { ...rule, abcA: 0.99, abcB: 1 }).abc.C).toBeGreaterThanOrEqual(2);
    expect(countWithin([0, 0], 0.8)).toBe(0);
  });
});

describe('the concentration of a book', () => {
  it('tells the shares of the first fifth and of the first fifth of that', () => {
    const book = concentrationOf([60, 10, 5, 5, 5, 5, 4, 3, 2, 1], rule);
    expect(book).toMatchObject({ n: 10, top: 2, core: 1, topShare: 0.7, coreShare: 0.6 });
  });

  it('is all zero for an empty book', () => {
    const { topShare, coreShare, gini, abc } = concentrationOf([], rule);
    expect({ topShare, coreShare, gini, abc }).toEqual({
      topShare: 0,
      coreShare: 0,
      gini: 0,
      abc: { A: 0, B: 0, C: 0 },
    });
  });

  it('puts everybody into exactly one class', () => {
    fc.assert(
      fc.property(amounts, (values) => {
        const { n, abc } = concentrationOf(descending(values), rule);
        expect(abc.A + abc.B + abc.C).toBe(n);
        expect(Math.min(abc.A, abc.B, abc.C)).toBeGreaterThanOrEqual(0);
      }),
    );
  });
});

describe('the concentration curve', () => {
  it('goes from nobody and nothing to everybody and all, most valuable first', () => {
    expect(curveOf([6, 3, 1])).toEqual([
      { customers: 0, amount: 0 },
      { customers: 1 / 3, amount: 0.6 },
      { customers: 2 / 3, amount: 0.9 },
      { customers: 1, amount: 1 },
    ]);
  });

  it('has about as many points as wanted, ends at (1, 1), and lies on or above the diagonal', () => {
    const points = curveOf(
      Array.from({ length: 10_001 }, (_, i) => 10_001 - i),
      200,
    );
    expect(points.length).toBeGreaterThanOrEqual(200);
    expect(points.length).toBeLessThanOrEqual(203);
    expect(points.at(-1)).toEqual({ customers: 1, amount: 1 });
    for (const { customers, amount } of points) expect(amount).toBeGreaterThanOrEqual(customers - 1e-12);
  });
});
