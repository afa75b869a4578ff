import fc from 'fast-check';
import { digamma, lnBeta, lnGamma, lnGammaRatio } from './log-gamma.js';

describe('the logarithm of the gamma function', () => {
  it.each([
    [0.5, 0.5723649429247001],
    [1, 0],
    [10, 12.801827480081469],
    [100, 359.1342053695754],
    [1e6, 12815504.569147611],
  ])('given %d, then it is %d as tabled', (z, expected) => {
    expect(Math.abs(lnGamma(z) - expected)).toBeLessThanOrEqual(1e-14 * Math.max(1, expected));
  });

  it('keeps all digits of the ratio of two gammas that are both far beyond all numbers', () => {
    expect(lnGammaRatio(1e9, 2)).toBeCloseTo(Math.log(1e9) + Math.log(1e9 + 1), 13);
    expect(lnGammaRatio(5, 0)).toBe(0);
  });

  it('given any two, then their beta is the same either way round', () => {
    const positive = fc.double({ min: 1e-3, max: 1e6, noNaN: true });
    fc.assert(
      fc.property(positive, positive, (p, q) => {
        const [one, other] = [lnBeta(p, q), lnBeta(q, p)];
        expect(Math.abs(one - other)).toBeLessThanOrEqual(1e-12 * Math.max(1, Math.abs(one)));
      }),
    );
  });
});

describe('the digamma function', () => {
  it.each([
    [1, -0.5772156649015329],
    [0.5, -1.9635100260214235],
    [10, 2.251752589066721],
  ])('given %d, then it is %d as tabled', (z, expected) => {
    expect(digamma(z)).toBeCloseTo(expected, 14);
  });
});
