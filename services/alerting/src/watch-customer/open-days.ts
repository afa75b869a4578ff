import type { ClosedDays } from '@vilfredo/events';
import type { Calendar } from '@vilfredo/scoring-model';

/** 1 January 1970 was a Thursday, the fourth ISO weekday. */
const weekdayOfDayZero = 4;
/** A policy names at most a thousand dates and leaves one weekday open. */
const mostDays = 10_000;

/** An instant (epoch ms) moved out of closed days: to the same time of the next open day, and as it is on an open one. */
export function onOpenDay(instant: number, closed: ClosedDays, calendar: Calendar): number {
  const day = calendar.dayOf(instant);
  const weekdays = new Set(closed.weekdays);
  const dates = new Set(closed.dates.map((date) => date.slice(0, 10)));
  const isClosed = (one: number) => weekdays.has(isoWeekday(one)) || dates.has(calendar.dateOf(one));
  let open = day;
  while (isClosed(open) && open - day < mostDays) open++;
  return open === day ? instant : calendar.startOf(open) + (instant - calendar.startOf(day));
}

/** 1 Monday to 7 Sunday. */
function isoWeekday(day: number): number {
  return ((((day + weekdayOfDayZero - 1) % 7) + 7) % 7) + 1;
}
