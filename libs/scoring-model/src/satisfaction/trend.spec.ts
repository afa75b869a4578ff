import fc from 'fast-check';
import { mannKendall, theilSen } from './trend.js';

describe('the trend line', () => {
  it.each([
    [[5, 4, 3, 2], -1],
    [[5, 4, 4, 3, 2], -0.7083333333333333],
    [[4, 5, 3, 4, 2, 3], -0.5],
    [[2, 2, 2], 0],
  ])('given %j, then the median slope is %d', (values, slope) => {
    expect(theilSen(values)).toBeCloseTo(slope, 14);
  });

  it('given months that were left out, then the slope is per month', () => {
    expect(theilSen([5, 4, 3], [0, 2, 4])).toBe(-0.5);
  });

  it('given fewer than two values, then there is none', () => {
    expect(theilSen([4])).toBeNull();
  });
});

describe('the test for a trend', () => {
  // Gilbert (1987), table A18: the chance of S or more.
  it.each([
    [4, 6, 0.042],
    [4, 4, 0.167],
    [5, 10, 0.0083],
    [5, 8, 0.042],
    [5, 6, 0.117],
    [8, 20, 0.0071],
    [8, 16, 0.031],
    [8, 10, 0.138],
    [8, 0, 0.548],
  ])('given %d values with S = -%d, then its chance is the tabled %d', (n, S, tabled) => {
    const values = fallingWith(n, S);
    const found = mannKendall(values);
    expect(found.S).toBe(S === 0 ? 0 : -S);
    expect(Math.abs(found.pDecline - tabled)).toBeLessThanOrEqual(tabled < 0.01 ? 0.00005 : 0.0005);
  });

  it('given ties, then they are counted: 2 of the 120 arrangements of five with a pair fall all the way', () => {
    expect(mannKendall([5, 4, 4, 3, 2])).toMatchObject({ S: -9 });
    expect(mannKendall([5, 4, 4, 3, 2]).pDecline).toBeCloseTo(1 / 60, 14);
    expect(mannKendall([2, 2, 2])).toEqual({ S: 0, variance: 0, z: 0, pDecline: 1 });
  });

  it('given any few values, then the exact chance is that of counting all arrangements', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 2, maxLength: 6 }), (values) => {
        const all = arrangements(values).map((arranged) => mannKendall(arranged).S);
        const { S, pDecline } = mannKendall(values);
        expect(pDecline).toBeCloseTo(all.filter((other) => other <= S).length / all.length, 12);
      }),
      { numRuns: 20 },
    );
  });
});

/** n distinct values of which the falling pairs outnumber the rising ones by S: the last are sorted upwards. */
function fallingWith(n: number, S: number): number[] {
  let rising = (n * (n - 1) - 2 * S) / 4;
  const left = Array.from({ length: n }, (_, i) => n - i);
  const values: number[] = [];
  while (left.length > 0) {
    const at = Math.min(left.length - 1, rising);
    values.push(...left.splice(at, 1));
    rising -= at;
  }
  return values;
}

function arrangements(values: readonly number[]): number[][] {
  if (values.length < 2) return [[...values]];
  return values.flatMap((value, i) => arrangements(values.toSpliced(i, 1)).map((rest) => [value, ...rest]));
}
