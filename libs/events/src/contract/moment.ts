const momentWithOffset =
  /^\d{4}-\d\d-\d\dT([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,9})?)?(Z|[+-]([01]\d|2[0-3]):[0-5]\d)$/;
const day = /^(\d{4})-(\d\d)-(\d\d)$/;

/** A moment with offset, such as 2026-03-01T10:00:00+01:00, as UTC; undefined when the text is none. */
export function utcOf(text: string): string | undefined {
  if (!momentWithOffset.test(text) || !isDay(text.slice(0, 10))) return undefined;
  return new Date(text).toISOString();
}

/** Whether the text is a day of the calendar, as 2026-02-28 is; the runtime would make 3 March of 31 February. */
export function isDay(text: string): boolean {
  const match = day.exec(text);
  if (match === null) return false;
  const [, year, month, date] = match;
  const at = new Date(Date.UTC(Number(year), Number(month) - 1, Number(date)));
  return at.getUTCMonth() === Number(month) - 1 && at.getUTCDate() === Number(date);
}
