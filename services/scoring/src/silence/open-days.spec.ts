import { Calendar } from '@vilfredo/scoring-model';
import fc from 'fast-check';
import { OpenDays } from './open-days.js';

const dayMs = 86_400_000;
const zones = ['UTC', 'Europe/Berlin', 'America/Sao_Paulo', 'Pacific/Apia'].map((zone) => new Calendar(zone));
const week = [1, 2, 3, 4, 5, 6, 7];
const firstDay = Date.UTC(2005, 0, 1) / dayMs;
const day = fc.integer({ min: firstDay, max: firstDay + 3_000 });
const instant = fc.tuple(day, fc.integer({ min: 0, max: dayMs - 1 })).map(([whole, ms]) => whole * dayMs + ms);
const business = fc.record({
  calendar: fc.constantFrom(...zones),
  closed: fc.record({
    weekdays: fc.subarray(week, { maxLength: 6 }),
    dates: fc.array(
      day.map((one) => new Date(one * dayMs).toISOString().slice(0, 10)),
      { maxLength: 9 },
    ),
  }),
});

type Business = typeof business extends fc.Arbitrary<infer B> ? B : never;

function isClosed(one: number, { weekdays, dates }: Business['closed']): boolean {
  const date = new Date(one * dayMs);
  return weekdays.includes(date.getUTCDay() || 7) || dates.includes(date.toISOString().slice(0, 10));
}

/** Open milliseconds between two instants, counted day by day. */
function openMs(from: number, to: number, { calendar, closed }: Business): number {
  let open = 0;
  for (let one = calendar.dayOf(from); one <= calendar.dayOf(to); one++) {
    if (isClosed(one, closed)) continue;
    open += Math.max(0, Math.min(to, calendar.startOf(one + 1)) - Math.max(from, calendar.startOf(one)));
  }
  return open;
}

describe('open days', () => {
  it('given Saturdays and Sundays closed, then a week has five, and a silence waits over the week-end', () => {
    const open = new OpenDays({ weekdays: [6, 7], dates: ['2026-12-25'] }, new Calendar('Europe/Berlin'));
    const friday = Date.parse('2026-11-20T18:00:00+01:00');

    const today = Math.floor(friday / dayMs);
    expect(open.between(today, today + 7)).toBe(5);
    expect(open.elapsed(friday, Date.parse('2026-11-23T06:00:00+01:00'))).toBe(0.5);
    expect(new Date(open.after(friday, 0.5))).toEqual(new Date('2026-11-23T06:00:00+01:00'));
    expect(new Date(open.after(Date.parse('2026-12-24T12:00:00+01:00'), 1))).toEqual(
      new Date('2026-12-28T12:00:00+01:00'),
    );
  });

  it('given a night in which clocks go back, then a closed day has twenty-five hours, and none of them counts', () => {
    const open = new OpenDays({ weekdays: [7], dates: [] }, new Calendar('Europe/Berlin'));
    const saturday = Date.parse('2026-10-24T12:00:00+02:00');

    expect(new Date(open.after(saturday, 1))).toEqual(new Date('2026-10-26T12:00:00+01:00'));
  });

  it('given any closed days anywhere, asked in any order, then time passes as when it is counted day by day', () => {
    fc.assert(
      fc.property(business, fc.array(fc.tuple(instant, instant), { minLength: 1, maxLength: 6 }), (one, spans) => {
        const open = new OpenDays(one.closed, one.calendar);
        for (const [a, b] of spans) {
          const [from, to] = [Math.min(a, b), Math.max(a, b)];
          expect(open.elapsed(from, to)).toBe(openMs(from, to, one) / dayMs);
          const [first, last] = [one.calendar.dayOf(from), one.calendar.dayOf(to)];
          const all = Array.from({ length: last - first }, (_, i) => first + i);
          expect(open.between(first, last)).toBe(all.filter((each) => !isClosed(each, one.closed)).length);
        }
      }),
    );
  });

  it('given any closed days, when so much open time is to pass, then so much has passed, and never on a closed day', () => {
    fc.assert(
      fc.property(business, instant, fc.double({ min: 0, max: 400, noNaN: true }), (one, from, days) => {
        const open = new OpenDays(one.closed, one.calendar);

        const at = open.after(from, days);

        expect(openMs(from, at, one)).toBe(Math.ceil(days * dayMs));
        expect(isClosed(one.calendar.dayOf(at), one.closed)).toBe(false);
      }),
    );
  });
});
