import { PolicyActivated } from '../index.js';
import { undeclared } from './undeclared.js';

describe('what a class does not declare', () => {
  it.each([
    [{}, []],
    [{ policy: { name: 'v1', tiers: { share: 0.2 } } }, []],
    [{ policy: { tiers: { shares: 0.2 } }, other: 1 }, ['policy.tiers.shares', 'other']],
    [{ policy: { churn: { bandz: {}, bands: { hi: 1 } } } }, ['policy.churn.bandz', 'policy.churn.bands.hi']],
    [{ policy: { alerts: { rules: [{ name: 'a' }, { nam: 'b' }] } } }, ['policy.alerts.rules.1.nam']],
    [{ policy: { tiers: null, alerts: { rules: 'none' } } }, []],
    ['text', []],
  ])('given %j, is %j', (value, paths) => {
    expect(undeclared(PolicyActivated, value)).toEqual(paths);
  });
});
