import { defaultPolicy } from './default-policy.js';

// What users are told of these rules; whoever changes one changes how every customer of a new deployment is seen.
describe('the rules that hold until an enterprise activates its own', () => {
  it.each([
    ['window', 365],
    ['activeList', { rule: 'own-cycle', days: 365, cycles: 2, aliveAtLeast: 0.5, lostAfter: 2 }],
    [
      'criteria',
      [
        { name: 'recency', weight: 0.4 },
        { name: 'amount', weight: 0.3 },
        { name: 'quantity', weight: 0.15 },
        { name: 'singleProduct', weight: 0.15 },
      ],
    ],
    ['tiers', { share: 0.2, secondPass: { by: 'composite' }, abcA: 0.8, abcB: 0.95, hysteresis: 0.01 }],
    ['oneOff', { largestShare: 0.5, fewerDaysThan: 3, leaveLargestOutShare: 0.3 }],
    ['products', { keyShare: 0.2, strongShare: 0.04, minBuyers: 50 }],
    ['publication', { valueStep: 1 }],
    ['spend', { p: 6.25, q: 3.74, gamma: 15.44, margin: 1, discountPerWeek: 0.0027 }],
    [
      'satisfaction',
      {
        drop: 0.25,
        dissatisfiedBelow: 3,
        freshMonths: 3,
        sparseSpan: 6,
        weights: { reliability: 0.32, responsiveness: 0.22, assurance: 0.19, empathy: 0.16, tangibles: 0.11 },
      },
    ],
    [
      'silence',
      { on: true, overdueBelow: 0.1, veryOverdueBelow: 0.05, ownGapsFrom: 10, ownGapsWeight: 10, mostRegular: 12 },
    ],
    [
      'churn',
      {
        model: { name: 'default', k: 1, r: 0.525, alphaDays: 43.281, a: 0.891, b: 1.614 },
        horizon: { atLeastDays: 90, medianCycles: 2 },
        satisfaction: { on: true, logOdds: [1.5, 0.8, 0.4, 0.8] },
        complaints: {
          on: true,
          perSeverity: 1.0986122886681098,
          recoveredFactor: 0.5,
          halfLifeDays: 30,
          repeatedWithinDays: 30,
          repeatedFactor: 1.5,
          loyalty: 0.5,
        },
        effort: { on: true, each: 0.3, repeatedWithinDays: 7, halfLifeDays: 30 },
        bands: { watch: 30, high: 50, critical: 75 },
        publicationStep: 1,
      },
    ],
    [
      'stages',
      {
        stay: 0.8,
        advance: 0.15,
        back: 0.05,
        leap: 0.25,
        halfLifeDays: 60,
        recallFrom: 'interest',
        recallAfterDays: 14,
      },
    ],
    [
      'qualification',
      { recency: 30, interest: 20, stage: 30, contacts: 10, channel: 10, halfLifeDays: 30, publicationStep: 1 },
    ],
  ] as const)('are, about %s, those that are documented', (section, rules) => {
    expect(defaultPolicy[section]).toEqual(rules);
  });
});
