import fc from 'fast-check';
import { anyModel, anyRecord } from '../../test/purchase-arbitraries.js';
import { shippedModel } from './purchase-model.js';
import { silenceSurvival } from './silence-survival.js';
import { pActive, pAlive } from './still-a-customer.js';

const days = (weeks: number) => weeks * 7;
const record = (x: number, tx: number, T: number) => ({ x, tx: days(tx), T: days(T) });

describe('the chance that somebody is still a customer', () => {
  it('given the day of a first purchase, then it is the share who stay after it: b / (a + b)', () => {
    expect(pAlive(shippedModel, record(0, 0, 0))).toBeCloseTo(1.614 / 2.505, 14);
  });

  it('given the same purchases, then the longer ago the latest was, the less', () => {
    const chances = [35, 30, 20, 10].map((tx) => pAlive(shippedModel, record(10, tx, 39)));
    expect([...chances].sort((a, b) => b - a)).toEqual(chances);
  });

  it('given many purchases and then silence, then less than for few: who comes often is missed sooner', () => {
    const [few, many] = [pAlive(shippedModel, record(2, 20, 39)), pAlive(shippedModel, record(25, 20, 39))];
    expect(many).toBeLessThan(few);
  });

  it('given a model in which nobody leaves, then it is 1, and silence alone tells', () => {
    for (const model of [
      { ...shippedModel, b: 1e4 },
      { ...shippedModel, b: Number.POSITIVE_INFINITY },
      { ...shippedModel, a: 0 },
    ]) {
      expect(pAlive(model, record(3, 10, 500))).toBe(1);
      const [now, then] = [490, 503].map((weeks) => silenceSurvival(model, record(3, 10, 0), days(weeks)));
      expect(pActive(model, record(3, 10, 500), days(13))).toBeCloseTo(1 - then! / now!, 12);
    }
  });

  it('given a clock that stands before the latest purchase, then nobody is silent yet', () => {
    expect(pAlive(shippedModel, { x: 2, tx: 30, T: 29 })).toBe(pAlive(shippedModel, { x: 2, tx: 30, T: 30 }));
  });

  it('given any model and record, then both chances are of 0-1, and buying is no likelier than being there', () => {
    fc.assert(
      fc.property(anyModel, anyRecord, fc.double({ min: 0, max: 1e4, noNaN: true }), (model, customer, horizon) => {
        const [alive, active] = [pAlive(model, customer), pActive(model, customer, horizon)];
        expect(alive).toBeGreaterThanOrEqual(0);
        expect(alive).toBeLessThanOrEqual(1);
        expect(active).toBeGreaterThanOrEqual(0);
        expect(active).toBeLessThanOrEqual(alive);
      }),
    );
  });
});
