const months = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

/** `2026-03-01` as people write it: 1 March 2026. */
export function dateWords(date: string): string {
  return `${Number(date.slice(8, 10))} ${monthWords(date, true)}`;
}

/** `2026-03` as March, or March 2026. */
export function monthWords(month: string, withYear: boolean): string {
  const name = months[Number(month.slice(5, 7)) - 1] ?? month;
  return withYear ? `${name} ${month.slice(0, 4)}` : name;
}

/** A rating or a number of days: one decimal, and none where it is whole. */
export function short(value: number): string {
  return String(Math.round(value * 10) / 10);
}

/** Days as people count them: parts of days only below ten. */
export function dayWords(days: number): string {
  const shown = days < 10 ? short(days) : String(Math.round(days));
  return `${shown} ${shown === '1' ? 'day' : 'days'}`;
}

/** One, two, … as words up to twelve. */
export function countWords(count: number): string {
  const words = [
    'no',
    'one',
    'two',
    'three',
    'four',
    'five',
    'six',
    'seven',
    'eight',
    'nine',
    'ten',
    'eleven',
    'twelve',
  ];
  return words[count] ?? String(count);
}

/** Items as a list in a sentence. */
export function listed(items: readonly string[]): string {
  if (items.length < 2) return items.join('');
  return `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`;
}
