import fc from 'fast-check';
import { Calendar } from './days.js';

const hour = 3_600_000;
const at = (iso: string) => Date.parse(iso);
const date = (calendar: Calendar, iso: string) => calendar.dateOf(calendar.dayOf(at(iso)));

describe('the calendar of a business', () => {
  it('counts days from the first of January 1970 in UTC', () => {
    const utc = new Calendar('UTC');
    expect(utc.dayOf(0)).toBe(0);
    expect(utc.dayOf(-1)).toBe(-1);
    expect(utc.dayOf(at('2026-03-01T23:59:59.999Z'))).toBe(20_513);
    expect(utc.dateOf(20_513)).toBe('2026-03-01');
    expect(utc.startOf(20_513)).toBe(at('2026-03-01T00:00:00Z'));
  });

  it('cuts days where the clocks of Berlin show midnight, in winter and in summer', () => {
    const berlin = new Calendar('Europe/Berlin');
    expect(date(berlin, '2026-01-31T22:59:59Z')).toBe('2026-01-31');
    expect(date(berlin, '2026-01-31T23:00:00Z')).toBe('2026-02-01');
    expect(date(berlin, '2026-07-31T21:59:59Z')).toBe('2026-07-31');
    expect(date(berlin, '2026-07-31T22:00:00Z')).toBe('2026-08-01');
  });

  it('gives the days on which clocks change 23 and 25 hours', () => {
    const berlin = new Calendar('Europe/Berlin');
    const length = (iso: string) => {
      const day = berlin.dayOf(at(iso));
      return (berlin.startOf(day + 1) - berlin.startOf(day)) / hour;
    };
    expect(length('2026-03-29T12:00:00Z')).toBe(23);
    expect(length('2026-10-25T12:00:00Z')).toBe(25);
    expect(length('2026-06-01T12:00:00Z')).toBe(24);
  });

  it('begins a day at one where the clocks of São Paulo skipped midnight', () => {
    const saoPaulo = new Calendar('America/Sao_Paulo');
    const day = saoPaulo.dayOf(at('2018-11-04T12:00:00Z'));
    expect(saoPaulo.dateOf(day)).toBe('2018-11-04');
    expect(saoPaulo.startOf(day)).toBe(at('2018-11-04T03:00:00Z'));
    expect(date(saoPaulo, '2018-11-04T02:59:59Z')).toBe('2018-11-03');
  });

  it('knows offsets of three quarters of an hour', () => {
    const kathmandu = new Calendar('Asia/Kathmandu');
    expect(date(kathmandu, '2026-03-01T18:14:59Z')).toBe('2026-03-01');
    expect(date(kathmandu, '2026-03-01T18:15:00Z')).toBe('2026-03-02');
  });

  it('lets a day that never was begin where the next one does', () => {
    const apia = new Calendar('Pacific/Apia');
    const skipped = apia.dayOf(at('2011-12-29T12:00:00Z')) + 1;
    expect(apia.dateOf(skipped)).toBe('2011-12-30');
    expect(apia.startOf(skipped)).toBe(at('2011-12-30T10:00:00Z'));
    expect(apia.startOf(skipped + 1)).toBe(at('2011-12-30T10:00:00Z'));
    expect(date(apia, '2011-12-30T09:59:59Z')).toBe('2011-12-29');
    expect(date(apia, '2011-12-30T10:00:00Z')).toBe('2011-12-31');
  });

  it.each([
    'UTC',
    'Europe/Berlin',
    'America/Sao_Paulo',
    'Asia/Kathmandu',
    'Pacific/Apia',
    'Australia/Lord_Howe',
    'Asia/Pyongyang',
    'Africa/Cairo',
  ])('begins every day of %s at its first instant', (timeZone) => {
    const calendar = new Calendar(timeZone);
    fc.assert(
      fc.property(fc.integer({ min: 12_000, max: 24_000 }), (day) => {
        const start = calendar.startOf(day);
        expect(calendar.dayOf(start)).toBeGreaterThanOrEqual(day);
        expect(calendar.dayOf(start - 1)).toBeLessThan(day);
      }),
      { numRuns: 300 },
    );
  });

  it('never goes back a day as time goes on', () => {
    const calendar = new Calendar('America/New_York');
    fc.assert(
      fc.property(fc.integer({ min: at('2000-01-01'), max: at('2040-01-01') }), fc.nat(30 * hour), (instant, later) => {
        expect(calendar.dayOf(instant + later)).toBeGreaterThanOrEqual(calendar.dayOf(instant));
      }),
    );
  });
});
