import type { Policy } from '@vilfredo/events';
import type { Calendar } from '@vilfredo/scoring-model';
import { ClosedDays } from './closed-days.js';

const dayMs = 86_400_000;

/** Time as a business lives it: its closed days do not count. */
export class OpenDays {
  private readonly closed: ClosedDays;
  private readonly always: boolean;

  constructor(closed: Policy['closed'], calendar: Calendar) {
    this.closed = new ClosedDays(closed, calendar);
    this.always = this.closed.areNone;
  }

  /** Open days from one day (included) to a later one (not included). */
  between(from: number, to: number): number {
    return to - from - (this.always ? 0 : this.closed.countBetween(from, to));
  }

  /** Open time from one instant to another (epoch ms), in days. */
  elapsed(from: number, to: number): number {
    if (to <= from) return 0;
    return (to - from - this.closedMs(from, to)) / dayMs;
  }

  /** The instant (epoch ms, rounded up) at which so many open days have passed since another; never within a closed day. */
  after(from: number, days: number): number {
    const open = Math.ceil(days * dayMs);
    if (this.always) return from + open;
    // What is reached on a closed day cannot be the end: at least the rest of that day goes by as well.
    let [before, at] = [Number.NaN, from + open];
    while (at !== before) {
      before = at;
      at = from + open + this.closed.msBetween(from, this.closed.leave(at));
    }
    return at;
  }

  private closedMs(from: number, to: number): number {
    return this.always ? 0 : this.closed.msBetween(from, to);
  }
}
