import { shippedModel } from '../purchases/purchase-model.js';
import { expectedSpend, shippedSpendModel, spendModelAround } from './expected-spend.js';
import { lifetimeValue, shippedLifetimeRules } from './lifetime-value.js';

const none = { purchases: 0, mean: 0 };

describe('the spend to expect of an order', () => {
  // The first customers of the CDNOW sample as the documentation of lifetimes prints them, with its estimates.
  it.each([
    [2, 22.35, 24.658619],
    [1, 11.77, 18.911489],
    [0, 0, 35.170981],
  ])('given %d repeat orders of %d on average, then it is the published %d', (x, mean, published) => {
    const estimates = { p: 6.248802, q: 3.744588, gamma: 15.447748 };
    expect(expectedSpend(estimates, { purchases: x, mean })).toBeCloseTo(published, 3);
  });

  it('given nothing but the model, then it is the mean of all customers: p gamma / (q - 1), 35.22 dollars', () => {
    expect(expectedSpend(shippedSpendModel, none)).toBeCloseTo(35.219, 3);
  });

  it('given ever more orders, then it comes ever nearer to their own mean', () => {
    const spends = [0, 1, 10, 1_000].map((x) => expectedSpend(shippedSpendModel, { purchases: x, mean: 500 }));
    expect([...spends].sort((a, b) => a - b)).toEqual(spends);
    expect(spends[3]!).toBeCloseTo(500, 0);
  });

  it('given a book in another currency, then the model is made to its mean', () => {
    expect(expectedSpend(spendModelAround(1_234), none)).toBeCloseTo(1_234, 9);
  });

  it('given a model without a mean (q of 1 or less), then it is endless rather than negative', () => {
    expect(expectedSpend({ p: 6, q: 0.5, gamma: 15 }, none)).toBe(Number.POSITIVE_INFINITY);
  });
});

describe('the value of a customer over a year', () => {
  const customer = { x: 2, tx: 30.43 * 7, T: 38.86 * 7 };
  const spent = { purchases: 2, mean: 22.35 };

  it('given no discount, then it is margin x purchases x spend', () => {
    const { purchases, value, expectedSpend } = lifetimeValue(shippedModel, shippedSpendModel, customer, spent, {
      ...shippedLifetimeRules,
      margin: 0.4,
      discountPerWeek: 0,
    });
    expect(value).toBeCloseTo(0.4 * purchases * expectedSpend, 12);
  });

  it('given a discount, then what comes later is worth less', () => {
    const { purchases, discountedPurchases } = lifetimeValue(shippedModel, shippedSpendModel, customer, spent);
    expect(discountedPurchases / purchases).toBeGreaterThan(Math.exp(-0.0027 * 52));
    expect(discountedPurchases).toBeLessThan(purchases);
    const once = { ...shippedLifetimeRules, stepWeeks: 52, steps: 1 };
    const atTheEnd = lifetimeValue(shippedModel, shippedSpendModel, customer, spent, once);
    expect(atTheEnd.discountedPurchases / purchases).toBeCloseTo(Math.exp(-0.0027 * 52), 12);
  });
});
