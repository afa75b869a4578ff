import { cdnowCohort } from '../../test/cdnow.js';
import { simulatedCustomers } from '../../test/simulated-customers.js';
import { through } from '../../test/through.js';
import { expectedRepeatPurchases } from '../purchases/expected-purchases.js';
import { logLikelihood } from '../purchases/log-likelihood.js';
import { mayDropOut } from '../purchases/purchase-model.js';
import { fitPurchases, groupedLogLikelihood, groupPurchases } from './fit-purchases.js';

const data = process.env.VILFREDO_TEST_DATA;
const onRealData = data ? it : it.skip;
const why = data ? '' : ' (skipped: VILFREDO_TEST_DATA names no folder)';

describe('a fit of purchases', () => {
  // Fitted by an independent program, with times in weeks: r .6371, alpha 7.3103, a .8075, b 1.2284, ln likelihood -95336.958.
  onRealData(
    `given the 23,570 customers of CDNOW, comes to the published estimates${why}`,
    async () => {
      const customers = await cdnowCohort(data!);
      const repeats = customers.reduce((sum, { x }) => sum + x, 0);
      const { model, logLikelihood, customers: fitted } = through(fitPurchases(groupPurchases(customers), [1]));
      expect(fitted).toBe(23_570);
      expect(model.r).toBeCloseTo(0.6371, 4);
      expect(model.alpha / 7).toBeCloseTo(7.3103, 3);
      expect(model.a).toBeCloseTo(0.8075, 4);
      expect(model.b).toBeCloseTo(1.2284, 4);
      expect(logLikelihood + repeats * Math.log(7)).toBeCloseTo(-95_336.958, 3);
    },
    60_000,
  );

  it.each([
    { k: 1, r: 0.9, alpha: 40, a: 0.6, b: 1.8 },
    { k: 3, r: 1.5, alpha: 12, a: 0.4, b: 2.5 },
  ])('given customers who buy by %j, finds that out', (truth) => {
    const groups = groupPurchases(simulatedCustomers(truth, 1_500));
    const { model, logLikelihood } = through(fitPurchases(groups, [1, 3]));
    expect(model.k).toBe(truth.k);
    expect(logLikelihood).toBeGreaterThanOrEqual(groupedLogLikelihood(truth, groups));
    expect(model.r / truth.r).toBeCloseTo(1, 0);
    expect(model.alpha / truth.alpha).toBeCloseTo(1, 0);
    expect(model.a / (model.a + model.b)).toBeCloseTo(truth.a / (truth.a + truth.b), 1);
  });

  it('given another k than 1, expects of newcomers as many purchases as there were', () => {
    const groups = groupPurchases(simulatedCustomers({ k: 3, r: 1.5, alpha: 12, a: 0.4, b: 2.5 }, 500));
    const { model } = through(fitPurchases(groups, [3]));
    const sum = (of: (group: (typeof groups)[number]) => number) => groups.reduce((all, group) => all + of(group), 0);
    const expected = sum(({ T, customers }) => customers * expectedRepeatPurchases(model, T));
    expect(expected).toBeCloseTo(
      sum(({ x, customers }) => customers * x),
      6,
    );
  });

  it('given customers of whom nobody leaves, says so rather than inventing it', () => {
    const stays = { k: 1, r: 3, alpha: 60, a: 1e-12, b: 1 };
    const { model } = through(fitPurchases(groupPurchases(simulatedCustomers(stays, 500)), [1]));
    expect(mayDropOut(model) ? model.a / (model.a + model.b) : 0).toBeLessThan(0.01);
  });

  it('takes customers of the same record together without losing what their gaps say', () => {
    const customers = simulatedCustomers({ k: 2, r: 1, alpha: 20, a: 0.5, b: 2 }, 300);
    const groups = groupPurchases([...customers, ...customers]);
    const model = { k: 2.5, r: 0.8, alpha: 30, a: 0.7, b: 1.5 };
    const alone = customers.reduce((sum, each) => sum + logLikelihood(model, each), 0);
    expect(groups.reduce((sum, { customers: n }) => sum + n, 0)).toBe(600);
    expect(groupedLogLikelihood(model, groups)).toBeCloseTo(2 * alone, 6);
  });
});
