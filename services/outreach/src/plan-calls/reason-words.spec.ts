import { callBackWords, recallWords, riskWords, satisfactionWords, silenceWords } from './reason-words.js';

const at = Date.parse('2026-03-01T09:00:00Z');

describe('the words of a reason', () => {
  it.each([
    [riskWords(78.4, 'critical'), 'The risk that they leave is 78.4 of 100, which is critical.'],
    [riskWords(31, 'watch'), 'The risk that they leave is 31 of 100, which is to be watched.'],
    [
      silenceWords('very-overdue', { at, silentDays: 61, cycleDays: 28.23 }),
      'By 2026-03-01 they had not bought for 61 days; they usually come every 28.2 days, and are long overdue.',
    ],
    [
      silenceWords('overdue', { at, silentDays: 1, cycleDays: null }),
      'By 2026-03-01 they had not bought for 1 day, and are overdue.',
    ],
    [satisfactionWords(1), 'Their ratings have fallen three months in a row, and they are dissatisfied now (class 1).'],
    [
      recallWords({
        product: '85123A',
        stage: 'interest',
        probability: 0.682,
        spend: null,
        event: 'e',
        since: { at, event: 'e' },
      }),
      'They asked about 85123A and have not bought it; they are at the stage of interest with 68 %.',
    ],
    [callBackWords(at), 'They asked to be called back at 2026-03-01 09:00 UTC.'],
  ])('%s', (told, expected) => {
    expect(told).toBe(expected);
  });
});
