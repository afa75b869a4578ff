/** "9.5 days", "61 days", "1 day": parts of a day only below ten. */
export function daysText(days: number): string {
  const shown = shortNumber(days, days < 10 ? 1 : 0);
  return `${shown} ${shown === '1' ? 'day' : 'days'}`;
}

/** At most so many decimals, and none that are zero: 4 for 4.0, 3.6 for 3.62. */
export function shortNumber(value: number, decimals = 1): string {
  return String(Number(value.toFixed(decimals)));
}

/** "2026-07" -> "July 2026"; what is no month stays as it is. */
export function monthText(month: string): string {
  const time = Date.parse(`${month}-01T00:00:00Z`);
  if (Number.isNaN(time)) return month;
  return new Date(time).toLocaleDateString('en-GB', { month: 'long', year: 'numeric', timeZone: 'UTC' });
}

/** 0.72 -> "72.0 %". */
export function shareText(share: number, decimals = 1): string {
  return `${(share * 100).toFixed(decimals)} %`;
}

/** With its sign, a zero without one: "+1.50", "-0.09", "0.00". */
export function signedText(value: number, decimals = 2): string {
  const text = value.toFixed(decimals);
  if (Number(text) === 0) return text.replace('-', '');
  return value > 0 ? `+${text}` : text;
}
