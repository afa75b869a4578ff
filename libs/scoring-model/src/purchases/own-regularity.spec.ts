import fc from 'fast-check';
import { ownRegularity } from './own-regularity.js';
import { shippedModel } from './purchase-model.js';

const gapsOf = (gaps: readonly number[]) => ({
  n: gaps.length,
  sumOfLnGaps: gaps.reduce((sum, gap) => sum + Math.log(gap), 0),
  sumOfGaps: gaps.reduce((sum, gap) => sum + gap, 0),
});

describe('the regularity of a customer', () => {
  it('given fewer than ten gaps of their own, then it is that of everybody', () => {
    expect(ownRegularity(shippedModel, gapsOf([7, 7, 7, 7, 7, 7, 7, 7, 7]))).toBe(shippedModel);
  });

  it('given gaps all alike, then it is the most that anybody is taken for', () => {
    const { k, alpha } = ownRegularity(shippedModel, gapsOf(new Array(90).fill(1)));
    expect(k).toBe(12);
    expect(alpha * k).toBeCloseTo(shippedModel.alpha, 12);
  });

  it('given gaps of pure chance, then it stays at about 1', () => {
    const chance = Array.from({ length: 200 }, (_, i) => -10 * Math.log((i + 0.5) / 200));
    expect(ownRegularity(shippedModel, gapsOf(chance)).k).toBeCloseTo(1, 1);
  });

  it('given ten gaps, then theirs counts half, on the scale of logarithms', () => {
    const gaps = [4, 5, 6, 5, 7, 3, 5, 6, 4, 5];
    const alone = ownRegularity(shippedModel, gapsOf(gaps), { leastGaps: 1, weight: 0, cap: 1e6, floor: 1e-6 }).k;
    const uncapped = ownRegularity(shippedModel, gapsOf(gaps), { leastGaps: 10, weight: 10, cap: 1e6, floor: 1e-6 }).k;
    expect(uncapped).toBeCloseTo(Math.sqrt(alone), 10);
    expect(alone).toBeGreaterThan(12);
  });

  it('given any gaps, then k is of floor to cap, and k alpha stays', () => {
    const gap = fc.double({ min: 1e-3, max: 1e4, noNaN: true });
    fc.assert(
      fc.property(fc.array(gap, { minLength: 10, maxLength: 60 }), (gaps) => {
        const { k, alpha } = ownRegularity(shippedModel, gapsOf(gaps));
        expect(k).toBeGreaterThanOrEqual(1 / 12);
        expect(k).toBeLessThanOrEqual(12);
        expect((k * alpha) / shippedModel.alpha).toBeCloseTo(1, 12);
      }),
    );
  });
});
