import { sectionsOfVersion2 } from '@vilfredo/events';
import type { CustomerView } from '@vilfredo/scoring';
import { asking19, customer17, leaving20 } from '../../test/examples.js';
import { churnColumns, churnRow } from './churn-row.js';
import { RiskSurvey } from './risk-survey.js';
import { rulesThatApply } from './rules-that-apply.js';

const { rules } = sectionsOfVersion2.alerts;
const view = (from: object, changed: object = {}) => ({ ...from, ...changed }) as unknown as CustomerView;
const leaving = view(leaving20);
const complaint = { time: Date.parse('2026-02-20T10:00:00Z'), severity: 2 };

describe('the survey of risk', () => {
  it('sums up what was bought by tier and band, and counts nobody twice', () => {
    const survey = new RiskSurvey(rules);
    for (const one of [leaving, view(leaving20, { customerId: '21' }), view(customer17), view(asking19)])
      survey.add(one, []);
    const filled = survey.risk().stakes.filter(({ customers }) => customers > 0);
    expect(filled).toEqual([{ tier: 'core', band: 'critical', customers: 2, amount: '10782.42' }]);
    expect(survey.risk().stakes).toHaveLength(12);
  });

  it('puts first whose amount times risk is greatest', () => {
    const survey = new RiskSurvey(rules);
    const small = { ...leaving20.value, amountInWindow: '10.00' };
    survey.add(view(leaving20, { customerId: 'small', value: small }), []);
    survey.add(leaving, []);
    expect(survey.risk().callFirst.map(({ customerId, atStake }) => [customerId, Math.round(atStake)])).toEqual([
      ['20', 4384],
      ['small', 8],
    ]);
  });

  it.each([
    ['is lost', { state: 'lost' }],
    ['is a one-off', { value: { ...leaving20.value, oneOff: { flagged: true, reason: 'x' } } }],
    ['has a low risk', { churn: { ...leaving20.churn, band: 'low' } }],
    ['turned out to be another', { mergedInto: '1' }],
  ])('leaves out of the calls who %s', (_, changed) => {
    const survey = new RiskSurvey(rules);
    survey.add(view(leaving20, changed), []);
    expect(survey.risk().callFirst).toEqual([]);
  });

  it('says why in a sentence, from the silence to the complaints', () => {
    const survey = new RiskSurvey(rules);
    survey.add(leaving, []);
    expect(survey.risk().callFirst[0]!.reason).toBe(
      'Silent for 61 days, usually buys every 28 days: overdue; ratings fell three months in a row, from 4.5 in November 2025 to 2 in February 2026, and the latest, 2, is bad; complained once.',
    );
  });

  it('lists prospects by what they promise, with what to call them about', () => {
    const survey = new RiskSurvey(rules);
    const stages = [{ ...asking19.stages[0]!, recall: true }];
    survey.add(view(asking19, { stages }), []);
    survey.add(view(asking19, { customerId: 'more', qualification: { ...asking19.qualification, score: 90 } }), []);
    expect(survey.risk().prospects.map(({ customerId, products }) => [customerId, products])).toEqual([
      ['more', ['S-1']],
      ['19', ['S-1']],
    ]);
    expect(survey.risk().prospects[0]!.reason).toBe(
      'In contact last 3 days ago; got in touch once; S-1: asks about it, with a chance of 70.0 %.',
    );
  });
});

describe('the rules of a policy', () => {
  const told = (one: CustomerView, complaints: readonly (typeof complaint)[] = []) =>
    rulesThatApply(one, complaints, rules).map(({ rule, priority }) => [rule, priority]);

  it('tell of a customer once each, by value times need', () => {
    expect(told(leaving, [complaint, complaint])).toEqual([
      ['satisfaction', 69.85],
      ['silence', 52.39],
      ['risk', 61.12],
      ['complaint-of-top', 87.31],
      ['recall', 34.92],
    ]);
  });

  it.each([
    [
      'a customer in no tier',
      view(leaving20, { value: { ...leaving20.value, tier: null } }),
      ['satisfaction', 'silence', 'recall'],
    ],
    ['a customer who is lost', view(leaving20, { state: 'lost' }), ['satisfaction', 'complaint-of-top', 'recall']],
    [
      'a customer who is on time and safe',
      view(leaving20, {
        churn: { ...leaving20.churn, band: 'watch', silence: { ...leaving20.churn.silence, state: 'on-time' } },
      }),
      ['satisfaction', 'complaint-of-top', 'recall'],
    ],
    ['a customer of whom nothing is wrong', view(customer17), ['complaint-of-top']],
    ['a prospect', view(asking19), []],
  ])('given %s, tell what applies to them', (_, one, names) => {
    expect(told(one, [complaint]).map(([rule]) => rule)).toEqual(names);
  });

  it('ask for what they ask for only, and nothing while they are off', () => {
    const [satisfaction, silence] = rules;
    const others = [
      { ...satisfaction!, when: ['3'] },
      { ...silence!, when: ['overdue'] },
      { ...silence!, name: 'off', on: false },
    ];
    expect(rulesThatApply(leaving, [], others).map(({ rule }) => rule)).toEqual(['silence']);
  });
});

describe('a line of churn.csv', () => {
  it('has the risk, the silence, the class and the points of each term in one row', () => {
    expect(churnRow(leaving)).toBe(
      '20,81.32,critical,0.62,90,overdue,61.4,28.2,0.07,1,classified,strict,,38,35.31,8.01,0',
    );
    expect(churnRow(leaving)!.split(',')).toHaveLength(churnColumns.length);
  });

  it('is not there for somebody who has not bought', () => {
    expect(churnRow(view(asking19))).toBeNull();
  });
});
