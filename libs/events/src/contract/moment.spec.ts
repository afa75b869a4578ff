import { isDay, utcOf } from './moment.js';

describe('a moment as somebody states it', () => {
  it.each([
    ['2026-03-01T10:00:00Z', '2026-03-01T10:00:00.000Z'],
    ['2026-03-01T10:00+01:00', '2026-03-01T09:00:00.000Z'],
    ['2028-02-29T23:59:59.999999999-05:30', '2028-03-01T05:29:59.999Z'],
  ])('given %s, then it is %s', (text, utc) => expect(utcOf(text)).toBe(utc));

  it.each(['2026-02-29T10:00:00Z', '2026-03-01T24:00:00Z', '2026-03-01T10:00:00', '2026-03-01', '12:30', ''])(
    'given %j, then it is none',
    (text) => expect(utcOf(text)).toBeUndefined(),
  );
});

describe('a day', () => {
  it.each(['2026-02-28', '2028-02-29', '2026-12-31'])('given %s, then it is one', (text) => {
    expect(isDay(text)).toBe(true);
  });

  it.each(['2026-02-29', '2026-02-31', '2026-13-01', '2026-00-10', '2026-3-1', '2026-03-01T00:00:00Z', ''])(
    'given %j, then it is none',
    (text) => expect(isDay(text)).toBe(false),
  );
});
