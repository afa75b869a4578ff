import fc from 'fast-check';
import { anyHistory, anyModel, anyRecord } from '../../test/purchase-arbitraries.js';
import { shippedModel } from './purchase-model.js';
import { silenceSurvival } from './silence-survival.js';
import { silenceUntilPAlive, silenceUntilSurvival } from './silence-until.js';
import { pAlive } from './still-a-customer.js';

const regularVisitor = (k: number) => ({ ...shippedModel, k, r: 1.3, alpha: 6 / k });

describe('the silence at which the chance of a longer one has fallen', () => {
  it.each([
    [1, 30, 2.75],
    [4, 30, 1.76],
    [12, 30, 1.41],
    [12, 90, 1.39],
  ])('given regularity %d and %d visits a day apart, then one in ten is at %d days', (k, visits, days) => {
    expect(silenceUntilSurvival(regularVisitor(k), { x: visits, tx: visits }, 0.1)).toBeCloseTo(days, 2);
  });

  it('given any model and history, then survival at that silence is what was asked for', () => {
    fc.assert(
      fc.property(anyModel, anyHistory, fc.double({ min: 0.001, max: 0.999, noNaN: true }), (model, history, share) => {
        const silence = silenceUntilSurvival(model, history, share);
        expect(silence).toBeGreaterThan(0);
        fc.pre(Number.isFinite(silence));
        expect(silenceSurvival(model, history, silence) / share).toBeCloseTo(1, 8);
      }),
    );
  });

  it('given 1 or more, then at once; given 0 or less, then never', () => {
    for (const k of [1, 2.5]) {
      expect(silenceUntilSurvival({ ...shippedModel, k }, { x: 1, tx: 9 }, 1)).toBe(0);
      expect(silenceUntilSurvival({ ...shippedModel, k }, { x: 1, tx: 9 }, 0)).toBe(Number.POSITIVE_INFINITY);
    }
  });

  it('given a share so small that no silence is long enough, then never, not nonsense', () => {
    expect(silenceUntilSurvival({ ...shippedModel, r: 0.05, k: 1.5 }, { x: 0, tx: 0 }, 1e-300)).toBe(
      Number.POSITIVE_INFINITY,
    );
  });
});

describe('the silence at which the chance of being a customer has fallen', () => {
  it('given a chance that the latest purchase leaves, then at once', () => {
    expect(silenceUntilPAlive(shippedModel, { x: 0, tx: 0 }, 0.7)).toBe(0);
    expect(silenceUntilPAlive(shippedModel, { x: 0, tx: 0 }, 1)).toBe(0);
  });

  it('given a model in which nobody leaves, then never', () => {
    expect(silenceUntilPAlive({ ...shippedModel, b: 1e4 }, { x: 5, tx: 90 }, 0.5)).toBe(Number.POSITIVE_INFINITY);
  });

  it('given any model and record, then the chance at that silence is what was asked for, or already less', () => {
    fc.assert(
      fc.property(anyModel, anyRecord, fc.constantFrom(0.5, 0.2), (model, { x, tx }, p) => {
        const silence = silenceUntilPAlive(model, { x, tx }, p);
        fc.pre(Number.isFinite(silence));
        const reached = pAlive(model, { x, tx, T: tx + silence });
        if (silence === 0) expect(reached).toBeLessThanOrEqual(p);
        else if (silence > 1e-3 * tx) expect(reached).toBeCloseTo(p, 6);
      }),
    );
  });
});
