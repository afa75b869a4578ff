const dayMs = 86_400_000;
const slotMs = 900_000;
/** No zone is further from UTC. */
const widestOffsetMs = 16 * 3_600_000;

/**
 * Days as a business counts them: whole numbers since 1970-01-01 in one time zone.
 * The zone's offset is looked up once per quarter of an hour and kept: no zone changes it within one.
 */
export class Calendar {
  private readonly offsets = new Map<number, number>();
  private readonly format: Intl.DateTimeFormat | undefined;

  /** @param timeZone an IANA name such as "Europe/Berlin" */
  constructor(readonly timeZone: string) {
    if (timeZone === 'UTC') return;
    this.format = new Intl.DateTimeFormat('en-US', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
  }

  /** The day that an instant (epoch milliseconds) falls on. */
  dayOf(instant: number): number {
    return Math.floor((instant + this.offsetAt(instant)) / dayMs);
  }

  /** The first instant of a day, in epoch milliseconds; of a day that the zone skipped, the first instant after it. */
  startOf(day: number): number {
    const naive = day * dayMs;
    const guess = naive - this.offsetAt(naive - this.offsetAt(naive));
    if (this.dayOf(guess) >= day && this.dayOf(guess - 1) < day) return guess;
    let [before, start] = [naive - widestOffsetMs, naive + widestOffsetMs];
    while (start - before > 1) {
      const middle = Math.floor((before + start) / 2);
      if (this.dayOf(middle) < day) before = middle;
      else start = middle;
    }
    return start;
  }

  /** `2026-03-01`. */
  dateOf(day: number): string {
    return new Date(day * dayMs).toISOString().slice(0, 10);
  }

  private offsetAt(instant: number): number {
    if (this.format === undefined) return 0;
    const slot = Math.floor(instant / slotMs);
    let offset = this.offsets.get(slot);
    if (offset === undefined) {
      offset = this.readOffset(this.format, slot * slotMs);
      this.offsets.set(slot, offset);
    }
    return offset;
  }

  private readOffset(format: Intl.DateTimeFormat, instant: number): number {
    const parts: Record<string, number> = {};
    for (const { type, value } of format.formatToParts(instant)) parts[type] = Number(value);
    const local = Date.UTC(parts.year!, parts.month! - 1, parts.day, parts.hour, parts.minute, parts.second);
    return local - instant;
  }
}
