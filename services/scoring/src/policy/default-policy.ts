import { type Policy, sectionsOfVersion2 } from '@vilfredo/events';

const { churn } = sectionsOfVersion2;

/** The rules that hold until an enterprise activates its own. */
export const defaultPolicy: Policy = {
  name: 'v1',
  timeZone: 'UTC',
  window: 365,
  activeList: { rule: 'own-cycle', days: 365, cycles: 2, aliveAtLeast: 0.5, lostAfter: 2 },
  criteria: [
    { name: 'recency', weight: 0.4 },
    { name: 'amount', weight: 0.3 },
    { name: 'quantity', weight: 0.15 },
    { name: 'singleProduct', weight: 0.15 },
  ],
  tiers: { share: 0.2, secondPass: { by: 'composite' }, abcA: 0.8, abcB: 0.95, hysteresis: 0.01 },
  oneOff: { largestShare: 0.5, fewerDaysThan: 3, leaveLargestOutShare: 0.3 },
  products: { keyShare: 0.2, strongShare: 0.04, minBuyers: 50 },
  publication: { valueStep: 1 },
  epochs: { everyHours: 24, movedShare: 0.05, atLeastSecondsApart: 5 },
  ...sectionsOfVersion2,
  churn: { ...churn, model: { ...churn.model, name: 'default' } },
};
