import { dateReader, readAsOf } from './read-date.js';

describe('reading a time in a cell', () => {
  it('given a format and a zone, then local time becomes UTC, in summer and in winter', () => {
    const read = dateReader(['dd.MM.yyyy HH:mm'], 'Europe/Berlin');
    expect(read('01.02.2026 10:00')).toBe('2026-02-01T09:00:00.000Z');
    expect(read('01.07.2026 10:00')).toBe('2026-07-01T08:00:00.000Z');
  });

  it('given several formats, then the first that fits counts', () => {
    const read = dateReader(['yyyy-MM-dd', 'd/M/yyyy'], 'UTC');
    expect(read('3/4/2026')).toBe('2026-04-03T00:00:00.000Z');
  });

  it('given no format, then ISO 8601 is read with and without offset, with T or a blank', () => {
    const read = dateReader([], 'Europe/London');
    expect(read('2026-07-01T10:00:00+05:30')).toBe('2026-07-01T04:30:00.000Z');
    expect(read('2026-07-01T10:00:00')).toBe('2026-07-01T09:00:00.000Z');
    expect(read('2026-07-01 10:00:00')).toBe('2026-07-01T09:00:00.000Z');
  });

  it.each(['', '31.02.2026 10:00', 'yesterday', '01.02.0026 10:00'])('given %j, then it is no time', (text) => {
    expect(dateReader(['dd.MM.yyyy HH:mm'], 'UTC')(text)).toBeUndefined();
  });

  it.each(['12:30', '12', '0830', 'T10:00', '10:00:00+01:00'])(
    'given %j, a time of no day, then it is no time',
    (text) => {
      expect(dateReader([], 'UTC')(text)).toBeUndefined();
      expect(readAsOf(text, 'UTC')).toBeUndefined();
    },
  );

  it('given a plain day as the end of what counts, then that day does not count any more', () => {
    expect(readAsOf('2011-12-10', 'Europe/Berlin')).toBe(Date.parse('2011-12-09T23:00:00Z'));
    expect(readAsOf('2011-12-10T05:00:00Z', 'Europe/Berlin')).toBe(Date.parse('2011-12-10T05:00:00Z'));
    expect(readAsOf('soon', 'UTC')).toBeUndefined();
  });
});
