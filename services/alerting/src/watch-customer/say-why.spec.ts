import type { Payloads } from '@vilfredo/events';
import { risk, satisfaction, silence, stage } from '../../test/example-events.js';
import { satisfactionRelief, satisfactionWords } from './say-satisfaction.js';
import { recallRelief, recallWords, riskRelief, riskWords, silenceWords } from './say-scores.js';

const payload = <T extends keyof Payloads>(_: T, { data }: { data: string }) => JSON.parse(data) as Payloads[T];
const months = (...means: [string, number][]) => means.map(([month, mean]) => ({ month, mean, n: 1 }));

describe('the reason of an alert, in a sentence', () => {
  it.each([
    [satisfaction(1), 'Ratings fell three months in a row, from 4.8 in July to 2.1 in October, and the latest is 2.'],
    [
      satisfaction(2, {
        latest: 3.8,
        months: months(['2025-11', 5], ['2025-12', 4.6], ['2026-01', 4.2], ['2026-02', 3.8]),
      }),
      'Ratings fell three months in a row, from 5 in November 2025 to 3.8 in February 2026, though the latest is 3.8.',
    ],
    [
      satisfaction(1, { evidence: 'sparse' }),
      'Ratings fell from each of four rated months to the next, from 4.8 in July to 2.1 in October, and the latest is 2.',
    ],
    [
      satisfaction(3, { latest: 3.5, months: months(['2026-08', 4.4], ['2026-09', 3.6]) }),
      'Ratings fell from 4.4 in August to 3.6 in September; the latest is 3.5.',
    ],
    [
      satisfaction(4, { months: months(['2026-08', 2.1], ['2026-09', 2.24]) }),
      'Ratings stay low, 2.1 in August and 2.2 in September, and the latest is 2.',
    ],
    [
      satisfaction(3, {
        parts: [
          { name: '2026-08', causes: [] },
          { name: '2026-09', causes: [] },
        ],
      }),
      'Ratings fell from 4 in August to 3.2 in September; the latest is 2.',
    ],
    [satisfaction(1, { months: [] }), 'Satisfaction class 1.'],
  ])('given %#, of a satisfaction class', (event, sentence) => {
    expect(satisfactionWords(payload('SatisfactionClassChanged', event))).toBe(sentence);
  });

  it.each([
    [{ silentDays: 61.2, cycleDays: 28.2 }, 'Silent for 61 days; usually buys every 28.'],
    [{ silentDays: 1.39, cycleDays: 1.01 }, 'Silent for 1.4 days; usually buys every day.'],
    [{ silentDays: 9.96, cycleDays: 3.5 }, 'Silent for 10 days; usually buys every 3.5.'],
    [
      { silentDays: 400, cycleDays: null, survival: 0.0712 },
      'Silent for 400 days: of a hundred who still are customers, 7 would be so for that long.',
    ],
  ])('given %j, of a silence', (change, sentence) => {
    expect(silenceWords(payload('SilenceDetected', silence('overdue', change)))).toBe(sentence);
  });

  it.each([
    [
      risk('high', { from: 48, to: 63.41 }),
      'The risk of leaving rose from 48 to 63.4, which is high; it comes mostly from falling satisfaction.',
    ],
    [
      risk('critical', {
        parts: [
          { name: 'effort', logOdds: 0.3, causes: [] },
          { name: 'complaints', logOdds: 1, causes: [] },
        ],
      }),
      'The risk of leaving is 63.4, which is critical; it comes mostly from complaints and repeated contacts about one matter.',
    ],
    [
      risk('high', { from: 80, parts: [] }),
      'The risk of leaving is 63.4, which is high; it comes mostly from how long they have not bought.',
    ],
  ])('given %#, of a risk', (event, sentence) => {
    expect(riskWords(payload('ChurnRiskChanged', event))).toBe(sentence);
  });

  it('of an interest', () => {
    expect(recallWords(payload('StageChanged', stage('interest', true)))).toBe(
      'Asked about LAMP-12 and has not bought it since; at the stage of interest, 71 % sure.',
    );
  });
});

describe('why an alert is over, in a sentence', () => {
  it.each([
    [satisfaction(null, { latest: 4.5 }), 'Ratings fall no longer; the latest is 4.5.'],
    [satisfaction(3, { latest: null }), 'Satisfaction is class 3 now.'],
    [
      satisfaction(null, { status: 'stale' }),
      'No rating has come for so long that nothing is known of their satisfaction.',
    ],
  ])('given %#, of satisfaction', (event, sentence) => {
    expect(satisfactionRelief(payload('SatisfactionClassChanged', event))).toBe(sentence);
  });

  it('of a risk and an interest', () => {
    expect(riskRelief(payload('ChurnRiskChanged', risk('watch', { to: 44 })))).toBe(
      'The risk of leaving is down to 44, which is to be watched.',
    );
    expect(riskRelief(payload('ChurnRiskChanged', risk(null, { to: null })))).toBe(
      'There is no risk of leaving to tell of any more.',
    );
    expect(recallRelief(payload('StageChanged', stage('action', false)), false)).toBe(
      'Nothing is open about LAMP-12 any more.',
    );
    expect(recallRelief(payload('StageChanged', stage('observe', false)), true)).toBe(
      'The interest in LAMP-12 has faded to the stage of observe.',
    );
  });
});
