import { contactWords } from './contact-words.js';
import { daysText, signedText } from './plain-numbers.js';
import { qualificationWords, stageWords } from './qualification-words.js';
import { type Satisfaction, satisfactionWords } from './satisfaction-words.js';
import { shortSilence, silenceWords } from './silence-words.js';

const month = (name: string, mean: number) => ({ month: name, mean, n: 1 });
const falling = [month('2026-04', 4.5), month('2026-05', 4), month('2026-06', 3.1), month('2026-07', 2.25)];

describe('satisfaction in words', () => {
  const told = (changed: Partial<Satisfaction>) =>
    satisfactionWords({
      class: null,
      status: 'classified',
      evidence: 'strict',
      flags: [],
      months: falling,
      latest: 2,
      ...changed,
    });

  it.each<[string, Partial<Satisfaction>, string]>([
    [
      'a run with a bad end',
      { class: 1 },
      'Class 1: ratings fell three months in a row, from 4.5 in April to 2.3 in July 2026, and the latest, 2, is bad',
    ],
    [
      'a run over months apart',
      { class: 1, evidence: 'sparse' },
      'Class 1: ratings fell from each rated month to the next, from 4.5 in April to 2.3 in July 2026, and the latest, 2, is bad',
    ],
    [
      'a run with a good end',
      { class: 2, latest: 4 },
      'Class 2: ratings fell three months in a row, from 4.5 in April to 2.3 in July 2026, though the latest, 4, is good',
    ],
    [
      'a fall across the turn of the year',
      { class: 3, months: [month('2025-12', 4), month('2026-01', 3), month('2026-02', 3.2)], latest: 3.5 },
      'Class 3: ratings fell from 4 in December 2025 to 3 in January 2026; the latest is 3.5',
    ],
    [
      'ratings that stay low',
      { class: 4, months: [month('2026-06', 2), month('2026-07', 2.1)] },
      'Class 4: ratings stay low, 2 in June 2026, 2.1 in July 2026; the latest is 2',
    ],
    [
      'a rating from long ago',
      { status: 'stale', months: [month('2025-01', 4)] },
      'No class: the latest rating, in January 2025, is too long ago to go by',
    ],
    [
      'one bad rating',
      { status: 'none', flags: ['watch-dissatisfied'] },
      'No class, but to be watched: the latest rating, 2, is bad',
    ],
    [
      'good ratings',
      { status: 'none', latest: 4.5 },
      'No class: the latest rating, 4.5, is good enough, and ratings do not fall',
    ],
  ])('given %s, says so', (_, changed, words) => {
    expect(told(changed)).toBe(words);
  });
});

describe('silence in words', () => {
  it.each<[object, string]>([
    [{ state: 'overdue', cycleDays: 28.2 }, 'Silent for 61 days, usually buys every 28 days: overdue'],
    [{ state: 'very-overdue', cycleDays: 1 }, 'Silent for 61 days, usually buys every day: very overdue'],
    [{ state: 'on-time', cycleDays: null }, 'Silent for 61 days, bought on one day only: on time'],
    [
      { state: null, cycleDays: 2.5 },
      'Silent for 61 days, usually buys every 2.5 days: the policy does not watch silence',
    ],
  ])('given %j, says so', (changed, words) => {
    expect(silenceWords({ survival: 0.1, silentDays: 61.4, ...changed } as Parameters<typeof silenceWords>[0])).toBe(
      words,
    );
  });

  it('is short in a table', () => {
    expect(shortSilence({ silentDays: 1.42, cycleDays: 1 })).toBe('1.4 days, usually 1');
    expect(shortSilence({ silentDays: 400, cycleDays: null })).toBe('400 days, one day of purchase');
  });
});

describe('what stands behind a score, in words', () => {
  it.each<[string, object, string | null]>([
    ['OrderPlaced', {}, null],
    ['CaseTransferred', {}, 'passed on to somebody else'],
    ['CaseResolved', { recovered: true }, 'settled, and content with how'],
    ['CaseResolved', { recovered: false }, 'settled'],
    ['CaseOpened', { kind: 'inquiry' }, 'inquiry'],
    ['InteractionRecorded', { channel: 'mail', direction: 'out', purpose: 'service' }, 'mail to the customer, service'],
    ['SatisfactionRated', {}, 'rated  on ?-?'],
  ])('given %s %j, says %j', (type, said, words) => {
    expect(contactWords(type, said as Readonly<Record<string, unknown>>)).toBe(words);
  });

  it.each([
    ['recency', 0, 'in contact today'],
    ['interest', 2, 'asked about 2 products'],
    ['stage', 0, 'at no stage before a purchase'],
    ['contacts', 3, 'got in touch 3 times'],
    ['channel', 0.7, 'wrote, which counts 70 % of a call'],
    ['channel', 0, 'never got in touch themselves'],
    ['something new', 1, 'something new'],
  ])('given %s of %d, says %j', (name, raw, words) => {
    expect(qualificationWords({ name, raw, points: 0, causes: [] })).toBe(words);
  });

  it('says whom somebody should call', () => {
    const stage = { product: 'p', stage: 'trust', probability: 0.5, recall: true, causes: [] } as const;
    expect(stageWords({ ...stage, causes: [] })).toMatch(/^likes it.*somebody should call$/);
    expect(stageWords({ ...stage, recall: false, causes: [] })).not.toContain('call');
  });
});

describe('numbers as people write them', () => {
  it('have parts of a day below ten only, one day in the singular, and a sign where there is one', () => {
    expect([0.96, 1.4, 9.94, 61.4].map(daysText)).toEqual(['1 day', '1.4 days', '9.9 days', '61 days']);
    expect([0.004, -0.004, 1.5, -0.09].map((value) => signedText(value))).toEqual(['0.00', '0.00', '+1.50', '-0.09']);
  });
});
