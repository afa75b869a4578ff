import type { Policy } from '@vilfredo/events';
import type { Calendar } from '@vilfredo/scoring-model';

const dayMs = 86_400_000;
/** 1970-01-01 was a Thursday. */
const firstWeekday = 4;
/** Days added up at once. */
const days = 512;

/** Some days in a row, and what of them is closed before each, counted from the first. */
interface Stretch {
  readonly counts: Int32Array;
  readonly ms: Float64Array;
}

/** What is closed before a stretch, counted from the stretch that was asked for first. */
interface Before {
  readonly count: number;
  readonly ms: number;
}

/**
 * The closed days of a business. They are added up once, a stretch at a time: what lies between two days is a difference, however
 * far they are apart.
 */
export class ClosedDays {
  private readonly weekdays: ReadonlySet<number>;
  private readonly dates: ReadonlySet<number>;
  private readonly stretches = new Map<number, Stretch>();
  private readonly befores = new Map<number, Before>();

  constructor(
    { weekdays, dates }: Policy['closed'],
    private readonly calendar: Calendar,
  ) {
    this.weekdays = new Set(weekdays);
    this.dates = new Set(dates.map((date) => Date.parse(date.slice(0, 10)) / dayMs));
  }

  /** Whether the business never closes. */
  get areNone(): boolean {
    return this.weekdays.size === 0 && this.dates.size === 0;
  }

  has(day: number): boolean {
    return this.dates.has(day) || this.weekdays.has(((((day + firstWeekday - 1) % 7) + 7) % 7) + 1);
  }

  /** An instant (epoch ms) as it is on an open day; on a closed one, the end of that day. */
  leave(instant: number): number {
    const day = this.calendar.dayOf(instant);
    return this.has(day) ? this.calendar.startOf(day + 1) : instant;
  }

  /** Closed days from one day (included) to a later one (not included). */
  countBetween(from: number, to: number): number {
    return this.countBefore(to) - this.countBefore(from);
  }

  /** Closed time from one instant to a later one (epoch ms), in ms. */
  msBetween(from: number, to: number): number {
    return this.msBefore(to) - this.msBefore(from);
  }

  private countBefore(day: number): number {
    const at = Math.floor(day / days);
    return this.before(at).count + this.stretch(at).counts[day - at * days]!;
  }

  private msBefore(instant: number): number {
    const day = this.calendar.dayOf(instant);
    const at = Math.floor(day / days);
    const today = this.has(day) ? instant - this.calendar.startOf(day) : 0;
    return this.before(at).ms + this.stretch(at).ms[day - at * days]! + today;
  }

  private before(at: number): Before {
    if (this.befores.size === 0) this.befores.set(at, { count: 0, ms: 0 });
    const known = this.befores.get(at);
    if (known !== undefined) return known;
    const [first] = this.befores.keys();
    const before = at > first! ? this.after(at - 1, 1) : this.after(at, -1);
    this.befores.set(at, before);
    return before;
  }

  /** What is closed before the stretch that follows; with -1, what is closed before this one, told by that which follows. */
  private after(at: number, sign: 1 | -1): Before {
    const { counts, ms } = this.stretch(at);
    const { count: countBefore, ms: msBefore } = this.before(sign === 1 ? at : at + 1);
    return { count: countBefore + sign * counts[days]!, ms: msBefore + sign * ms[days]! };
  }

  private stretch(at: number): Stretch {
    const known = this.stretches.get(at);
    if (known !== undefined) return known;
    const [counts, ms] = [new Int32Array(days + 1), new Float64Array(days + 1)];
    for (let i = 0; i < days; i++) {
      const day = at * days + i;
      const isClosed = this.has(day);
      counts[i + 1] = counts[i]! + (isClosed ? 1 : 0);
      ms[i + 1] = ms[i]! + (isClosed ? this.calendar.startOf(day + 1) - this.calendar.startOf(day) : 0);
    }
    const stretch = { counts, ms };
    this.stretches.set(at, stretch);
    return stretch;
  }
}
