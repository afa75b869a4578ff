import fc from 'fast-check';
import { anyModel, anyRecord } from '../../test/purchase-arbitraries.js';
import { logLikelihood } from './log-likelihood.js';
import { shippedModel } from './purchase-model.js';

describe('the likelihood of purchases', () => {
  // Published by the tests of pymc-marketing, after Hardie's note 027.
  it.each([
    [{ x: 0, tx: 0, T: 40 }, -0.41792826],
    [{ x: 200, tx: 38, T: 40 }, 100.7869],
  ])('given %j, then it is the published %d', (record, published) => {
    const model = { k: 1, r: 0.25, alpha: 4, a: 0.8, b: 2.5 };
    expect(Math.abs(logLikelihood(model, record) / published - 1)).toBeLessThan(1e-7);
  });

  it('given no repeat yet, then all there may be: silent so far, or gone after the first purchase', () => {
    const { r, alpha, a, b } = shippedModel;
    const expected = (b / (a + b)) * (alpha / (alpha + 90)) ** r + a / (a + b);
    expect(logLikelihood(shippedModel, { x: 0, tx: 0, T: 90 })).toBeCloseTo(Math.log(expected), 14);
  });

  it('given another k, then each gap has the density of a gamma mixture over rates', () => {
    const { r, alpha } = shippedModel;
    const model = { ...shippedModel, k: 2, b: 1e9 };
    const gap = 12;
    const density = (r * (r + 1) * alpha ** r * gap) / (alpha + gap) ** (r + 2);
    const observed = { x: 1, tx: gap, T: gap, sumOfLnGaps: Math.log(gap) };
    expect(logLikelihood(model, observed)).toBeCloseTo(Math.log(density), 12);
  });

  it('given any model and record, then it is a number', () => {
    fc.assert(
      fc.property(anyModel, anyRecord, (model, record) => {
        expect(logLikelihood(model, record)).not.toBeNaN();
      }),
    );
  });
});
