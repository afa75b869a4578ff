import fc from 'fast-check';
import { anyModel, anyRecord } from '../../test/purchase-arbitraries.js';
import { expectedByQuadrature } from './expected-by-quadrature.js';
import { expectedPurchases, expectedRepeatPurchases } from './expected-purchases.js';
import { shippedModel } from './purchase-model.js';
import { pAlive } from './still-a-customer.js';

const customer = { x: 4, tx: 266, T: 273 };

describe('purchases to expect', () => {
  it.each([0.3, 0.999999, 1, 1 + 1e-12, 2.5, 8])(
    'given a = %d, then the series is the integral over the chance of leaving',
    (a) => {
      for (const b of [0.3, 1.614, 50]) {
        for (const x of [0, 3, 100, 100_000]) {
          for (const odds of [0.01, 1, 20, 48]) {
            const model = { ...shippedModel, a, b };
            const newly = { x, tx: 0, T: 0 };
            const series = expectedPurchases(model, newly, odds * model.alpha) / pAlive(model, newly);
            expect(series / expectedByQuadrature(model, x, odds)).toBeCloseTo(1, 10);
          }
        }
      }
    },
  );

  it('given a horizon far beyond all time so far, then it goes on where the series ends', () => {
    const at = (odds: number) => expectedPurchases(shippedModel, { x: 0, tx: 0, T: 0 }, odds * shippedModel.alpha);
    const [before, after] = [at(48.999999), at(49.000001)];
    expect(after).toBeGreaterThan(before);
    expect(after / before).toBeCloseTo(1, 7);
    expect(at(1e9)).toBeGreaterThan(at(1e6));
  });

  it('given a very short horizon, then it is the share alive times the rate of purchases', () => {
    const rate = (shippedModel.r + 4) / (shippedModel.alpha + 273);
    expect(expectedPurchases(shippedModel, customer, 1e-6) / (rate * 1e-6)).toBeCloseTo(
      pAlive(shippedModel, customer),
      7,
    );
  });

  it('given a model in which nobody leaves, then the rate goes on for ever', () => {
    const model = { ...shippedModel, b: 1e5 };
    expect(expectedPurchases(model, customer, 100)).toBeCloseTo((100 * 4.525) / (model.alpha + 273), 14);
    const hardlyAnybody = { ...shippedModel, b: 9_999 };
    expect(expectedPurchases(hardlyAnybody, customer, 100) / expectedPurchases(model, customer, 100)).toBeCloseTo(1, 2);
  });

  it('given another k, then the mean gap is that of k alpha, and the scale of the fit multiplies', () => {
    const regular = { ...shippedModel, k: 4, alpha: shippedModel.alpha / 4 };
    const ofChance = expectedPurchases(shippedModel, customer, 90) / pAlive(shippedModel, customer);
    expect(expectedPurchases(regular, customer, 90) / pAlive(regular, customer)).toBeCloseTo(ofChance, 12);
    expect(expectedPurchases({ ...regular, scale: 1.1 }, customer, 90)).toBeCloseTo(
      1.1 * expectedPurchases(regular, customer, 90),
      12,
    );
  });

  it('given a newcomer, then it is their record of nothing but a first purchase', () => {
    expect(expectedRepeatPurchases(shippedModel, 364)).toBe(
      expectedPurchases(shippedModel, { x: 0, tx: 0, T: 0 }, 364),
    );
    expect(expectedRepeatPurchases(shippedModel, 0)).toBe(0);
  });

  it('given any model, record and horizon, then it is a number, none below 0, and more in longer time', () => {
    fc.assert(
      fc.property(anyModel, anyRecord, fc.double({ min: 0.1, max: 1e5, noNaN: true }), (model, record, days) => {
        const [sooner, later] = [days, days * 2].map((horizon) => expectedPurchases(model, record, horizon));
        expect(sooner!).toBeGreaterThanOrEqual(0);
        expect(later!).toBeGreaterThanOrEqual(sooner! * (1 - 1e-9));
        expect(Number.isFinite(later!)).toBe(true);
      }),
    );
  });
});
