import type { Policy } from '@vilfredo/events';
import { defaultPolicy } from '../policy/default-policy.js';
import { isLonger, retentionUnder } from './retention.js';

const { churn, stages, satisfaction } = defaultPolicy;
const under = (rules: Partial<Policy>) => retentionUnder({ ...defaultPolicy, ...rules });
const withEffort = (rules: Partial<Policy['churn']['effort']>) =>
  under({ churn: { ...churn, effort: { ...churn.effort, ...rules } } });

describe('how long contacts are kept', () => {
  it('given the shipped policy, then windows wholly, and what fades for ten half-lives', () => {
    expect(retentionUnder(defaultPolicy)).toEqual({ ratings: 800, complaints: 400, efforts: 307, signals: 614 });
  });

  it('given longer half-lives and windows, then longer', () => {
    const complaints = { ...churn.complaints, halfLifeDays: 100, repeatedWithinDays: 90 };
    expect(under({ churn: { ...churn, complaints } }).complaints).toBe(1_090);
    expect(withEffort({ halfLifeDays: 50, repeatedWithinDays: 365 }).efforts).toBe(865);
    expect(under({ stages: { ...stages, halfLifeDays: 90, recallAfterDays: 700 } }).signals).toBe(1_600);
    expect(under({ satisfaction: { ...satisfaction, freshMonths: 24, sparseSpan: 24 } }).ratings).toBe(1_519);
  });

  it('given the longest that a policy may say, then ten years', () => {
    expect(withEffort({ halfLifeDays: 3_650 }).efforts).toBe(3_650);
  });

  it('given two of them, then one is longer when it is for any kind', () => {
    const [shipped, longer] = [retentionUnder(defaultPolicy), withEffort({ halfLifeDays: 31 })];
    expect([isLonger(longer, shipped), isLonger(shipped, longer), isLonger(shipped, shipped)]).toEqual([
      true,
      false,
      false,
    ]);
  });
});
