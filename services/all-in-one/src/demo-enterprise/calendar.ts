import { Failure } from '@vilfredo/event-sourcing';

export const daySeconds = 86_400;

/** The days that a demo enterprise lives through. Days count backwards: 0 is the day of `until`. */
export interface Calendar {
  /** Epoch seconds of the last moment. */
  readonly until: number;
  /** Epoch seconds at which day 0 begins, UTC. */
  readonly lastMidnight: number;
  /** The first day. */
  readonly days: number;
}

/** @throws Failure `invalid` when `until` is no date, or the months are not between 1 and 120. */
export function calendarOf(until: string, months: number): Calendar {
  const end = Date.parse(until);
  if (Number.isNaN(end)) throw new Failure('invalid', 'not a date', { field: 'until' });
  if (!Number.isInteger(months) || months < 1 || months > 120)
    throw new Failure('invalid', 'not between 1 and 120', { field: 'months' });
  const seconds = Math.floor(end / 1000);
  const lastMidnight = Math.floor(seconds / daySeconds) * daySeconds;
  const first = new Date(lastMidnight * 1000);
  first.setUTCDate(1);
  first.setUTCMonth(first.getUTCMonth() - months);
  const lengthOfMonth = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate();
  first.setUTCDate(Math.min(new Date(lastMidnight * 1000).getUTCDate(), lengthOfMonth));
  return { until: seconds, lastMidnight, days: Math.round((lastMidnight - first.getTime() / 1000) / daySeconds) };
}

/** Epoch seconds of a time of day, `ago` days before the last one. */
export function momentOf(calendar: Calendar, ago: number, secondOfDay: number): number {
  return calendar.lastMidnight - ago * daySeconds + secondOfDay;
}

/** 0 is Sunday. */
export function weekdayOf(seconds: number): number {
  return (Math.floor(seconds / daySeconds) + 4) % 7;
}

/** 0 is January. */
export function monthOf(seconds: number): number {
  return new Date(seconds * 1000).getUTCMonth();
}

/** ISO 8601 in UTC, whole seconds. */
export function isoOf(seconds: number): string {
  return `${new Date(seconds * 1000).toISOString().slice(0, 19)}Z`;
}
