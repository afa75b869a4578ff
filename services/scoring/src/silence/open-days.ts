import type { Policy } from '@vilfredo/events';
import type { Calendar } from '@vilfredo/scoring-model';

const dayMs = 86_400_000;
/** 1970-01-01 was a Thursday. */
const firstWeekday = 4;

/** Time as a business lives it: its closed days do not count. */
export class OpenDays {
  private readonly weekdays: ReadonlySet<number>;
  private readonly dates: ReadonlySet<number>;
  private readonly always: boolean;

  constructor(
    { weekdays, dates }: Policy['closed'],
    private readonly calendar: Calendar,
  ) {
    this.weekdays = new Set(weekdays);
    this.dates = new Set(dates.map((date) => Date.parse(date.slice(0, 10)) / dayMs));
    this.always = weekdays.length === 0 && dates.length === 0;
  }

  isClosed(day: number): boolean {
    return this.dates.has(day) || this.weekdays.has(((((day + firstWeekday - 1) % 7) + 7) % 7) + 1);
  }

  /** Open days from one day (included) to another (not included). */
  between(from: number, to: number): number {
    if (this.always) return to - from;
    let open = 0;
    for (let day = from; day < to; day++) if (!this.isClosed(day)) open++;
    return open;
  }

  /** Open time from one instant to another (epoch ms), in days. */
  elapsed(from: number, to: number): number {
    if (to <= from) return 0;
    return (to - from - this.closedMs(from, to)) / dayMs;
  }

  /** The instant (epoch ms, rounded up) at which so many open days have passed since another; never within a closed day. */
  after(from: number, days: number): number {
    let at = from + Math.ceil(days * dayMs);
    for (let closed = -1, next = this.closedMs(from, at); next !== closed; ) {
      closed = next;
      at = from + Math.ceil(days * dayMs) + closed;
      next = this.closedMs(from, at + 1);
    }
    return at;
  }

  private closedMs(from: number, to: number): number {
    if (this.always) return 0;
    let closed = 0;
    for (let day = this.calendar.dayOf(from); day <= this.calendar.dayOf(to); day++) {
      if (!this.isClosed(day)) continue;
      closed += Math.max(0, Math.min(to, this.calendar.startOf(day + 1)) - Math.max(from, this.calendar.startOf(day)));
    }
    return closed;
  }
}
