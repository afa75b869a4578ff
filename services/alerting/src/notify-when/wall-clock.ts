const minuteMs = 60_000;
const dayMinutes = 1_440;
const formats = new Map<string, Intl.DateTimeFormat>();

/** The minute of the day that clocks on the wall of a time zone show at an instant, 0-1439. */
export function minuteOfDay(instant: number, timeZone: string): number {
  const parts = formatFor(timeZone).formatToParts(instant);
  const numberOf = (type: string) => Number(parts.find((part) => part.type === type)?.value ?? 0);
  return numberOf('hour') * 60 + numberOf('minute');
}

/** The next instant, not before the given one, at which clocks on the wall show a minute; of one that is skipped, an instant after it. */
export function nextAt(minute: number, instant: number, timeZone: string): number {
  const shown = minuteOfDay(instant, timeZone);
  const wholeMinute = Math.floor(instant / minuteMs) * minuteMs;
  if (shown === minute) return instant;
  const ahead = (minute - shown + dayMinutes) % dayMinutes;
  const naive = wholeMinute + ahead * minuteMs;
  // Clocks that were changed meanwhile show something else there: by how much is what they were changed by.
  const off = (minute - minuteOfDay(naive, timeZone) + dayMinutes + dayMinutes / 2) % dayMinutes;
  const mended = naive + (off - dayMinutes / 2) * minuteMs;
  return minuteOfDay(mended, timeZone) === minute ? mended : Math.max(naive, mended);
}

/** `HH:MM` as the minute of the day. */
export function minuteFrom(text: string): number {
  return Number(text.slice(0, 2)) * 60 + Number(text.slice(3, 5));
}

function formatFor(timeZone: string): Intl.DateTimeFormat {
  let format = formats.get(timeZone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat('en-GB', { timeZone, hourCycle: 'h23', hour: '2-digit', minute: '2-digit' });
    formats.set(timeZone, format);
  }
  return format;
}
