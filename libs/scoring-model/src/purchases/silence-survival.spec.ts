import fc from 'fast-check';
import { anyHistory, anyModel } from '../../test/purchase-arbitraries.js';
import { shippedModel } from './purchase-model.js';
import { lnSilenceSurvival, silenceSurvival } from './silence-survival.js';

describe('the chance of a longer silence', () => {
  it('given chance gaps (k = 1), then it is (A / (A + g))^R', () => {
    const history = { x: 4, tx: 266 };
    const A = shippedModel.alpha + 266;
    expect(silenceSurvival(shippedModel, history, 7)).toBeCloseTo((A / (A + 7)) ** 4.525, 14);
  });

  it.each([1, 2, 3, 5, 12])('given k = %d, then it is the mean of Erlang survivals over what the rate may be', (k) => {
    const model = { ...shippedModel, k, r: 1.5, alpha: 20 / k };
    const history = { x: 3, tx: 60 };
    for (const silence of [1, 10, 40, 200]) {
      const integrated = erlangSurvivalOverRates(k, model.r + k * history.x, model.alpha + history.tx, silence);
      expect(silenceSurvival(model, history, silence) / integrated).toBeCloseTo(1, 7);
    }
  });

  it('given a k next to a whole one, then it is next to what the sum gives', () => {
    for (const k of [1, 2, 7, 12]) {
      for (const x of [0, 1, 30, 1_000]) {
        const history = { x, tx: 20 * x };
        const whole = silenceSurvival({ ...shippedModel, k }, history, 25);
        const near = silenceSurvival({ ...shippedModel, k: k + 1e-11 }, history, 25);
        expect(near / whole).toBeCloseTo(1, 9);
      }
    }
  });

  it('given any model and history, then it falls from 1 as silence grows and is always a number of 0-1', () => {
    fc.assert(
      fc.property(anyModel, anyHistory, fc.double({ min: 0, max: 1e5, noNaN: true }), (model, history, silence) => {
        const [now, later] = [silence, silence * 1.1 + 1].map((days) => lnSilenceSurvival(model, history, days));
        expect(now).toBeLessThanOrEqual(0);
        // Just after a purchase S is nearer to 1 than numbers can tell.
        if (later! < -1e-9) expect(later!).toBeLessThan(now!);
        else expect(later!).toBeCloseTo(now!, 8);
        expect(silenceSurvival(model, history, 0)).toBe(1);
        expect(silenceSurvival(model, history, silence)).toBeGreaterThanOrEqual(0);
      }),
    );
  });

  it('given 30 visits a day apart, then the more regular the customer, the sooner a silence is one in ten', () => {
    const chances = [1, 4, 12].map((k) =>
      silenceSurvival({ ...shippedModel, k, r: 1.3, alpha: 6 / k }, { x: 30, tx: 30 }, 1.41),
    );
    expect(chances[0]!).toBeGreaterThan(chances[1]!);
    expect(chances[2]!).toBeCloseTo(0.1, 2);
  });
});

/** By the trapezoid rule over the logarithm of the rate: Gamma(shape, known) x Erlang-k survival. */
function erlangSurvivalOverRates(k: number, shape: number, known: number, silence: number): number {
  let [sum, weights] = [0, 0];
  for (let lnRate = -30; lnRate < 10; lnRate += 1e-3) {
    const rate = Math.exp(lnRate);
    const weight = Math.exp(shape * (lnRate + Math.log(known / shape)) - rate * known + shape);
    let [term, survival] = [1, 1];
    for (let j = 1; j < k; j++) {
      term *= (rate * silence) / j;
      survival += term;
    }
    sum += weight * survival * Math.exp(-rate * silence);
    weights += weight;
  }
  return sum / weights;
}
