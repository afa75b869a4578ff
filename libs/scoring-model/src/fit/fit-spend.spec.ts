import { simulatedSpends } from '../../test/simulated-customers.js';
import { through } from '../../test/through.js';
import { shippedSpendModel } from '../spend/expected-spend.js';
import { fitSpend, spendLogLikelihood } from './fit-spend.js';

describe('a fit of spend', () => {
  it.each([
    { p: 6.25, q: 3.74, gamma: 15.44 },
    { p: 1.5, q: 2.2, gamma: 900 },
  ])('given customers who spend by %j, finds that out, in whatever unit they spend', (truth) => {
    const observed = simulatedSpends(truth, 2_000);
    const { model, logLikelihood, customers } = through(fitSpend(observed));
    expect(customers).toBe(2_000);
    expect(logLikelihood).toBeGreaterThanOrEqual(spendLogLikelihood(truth, observed));
    expect(model.p / truth.p).toBeCloseTo(1, 0);
    expect(model.q / truth.q).toBeCloseTo(1, 0);
    const mean = ({ p, q, gamma }: typeof truth) => (p * gamma) / (q - 1);
    expect(mean(model) / mean(truth)).toBeCloseTo(1, 0);
  });

  it.each([1, 2, 7])('has a likelihood that is a density of the mean of %d purchases', (purchases) => {
    // The integral over all means, by the midpoints of a fine grid of their logarithms.
    const step = 0.002;
    let sum = 0;
    for (let ln = -10; ln < 16; ln += step) {
      const mean = Math.exp(ln + step / 2);
      sum += Math.exp(spendLogLikelihood(shippedSpendModel, [{ purchases, mean }])) * mean * step;
    }
    expect(sum).toBeCloseTo(1, 6);
  });
});
