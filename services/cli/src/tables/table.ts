import Table from 'cli-table3';

/** `number` is a count, `money` a decimal string, `percent` a share between 0 and 1. */
export type ColumnKind = 'text' | 'number' | 'money' | 'percent';

export interface Column {
  readonly title: string;
  readonly kind: ColumnKind;
  /** Digits after the point; 0 for numbers and 1 for percentages unless told. Money keeps the digits it has. */
  readonly decimals?: number;
}

export type Cell = string | number | null | undefined;

const absent = '-';

const none = {
  top: '',
  'top-mid': '',
  'top-left': '',
  'top-right': '',
  bottom: '',
  'bottom-mid': '',
  'bottom-left': '',
  'bottom-right': '',
  left: '',
  'left-mid': '',
  mid: '',
  'mid-mid': '',
  right: '',
  'right-mid': '',
  middle: '  ',
};

function grouped(digits: string): string {
  const [whole = '', fraction] = digits.split('.');
  const thousands = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  return fraction === undefined ? thousands : `${thousands}.${fraction}`;
}

/** Text from outside must not steer the terminal: control characters and direction marks become a dot. */
function printable(text: string): string {
  return text.replace(/\p{Cc}|[\u2028-\u202e\u2066-\u2069]/gu, '·');
}

/** A value as people read it: `1234.5` as a number with one decimal is "1,234.5", `0.7462` as a percentage "74.6 %". */
export function cellText(value: Cell, { kind, decimals }: Pick<Column, 'kind' | 'decimals'>): string {
  if (value === null || value === undefined || value === '') return absent;
  if (kind === 'text') return printable(String(value));
  if (!Number.isFinite(Number(value))) return printable(String(value));
  if (kind === 'money') return grouped(String(value));
  if (kind === 'percent') return `${(Number(value) * 100).toFixed(decimals ?? 1)} %`;
  return grouped(Number(value).toFixed(decimals ?? 0));
}

/**
 * Rows under their titles, numbers to the right.
 * @param terminal whether a person looks at it: then a line parts the titles from the rows. Without one, only text
 * in columns, so that `grep` and `awk` find what they look for.
 * @returns lines without a line break at the end
 */
export function table(
  columns: readonly Column[],
  rows: readonly (readonly Cell[])[],
  { terminal }: { terminal: boolean },
): string {
  const drawn = new Table({
    chars: none,
    colAligns: columns.map(({ kind }) => (kind === 'text' ? 'left' : 'right')),
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 0 },
  });
  drawn.push(columns.map(({ title }) => printable(title)));
  for (const row of rows) drawn.push(columns.map((column, index) => cellText(row[index], column)));
  const [titles = '', ...lines] = drawn.toString().split('\n');
  const rule = terminal ? ['─'.repeat(titles.length)] : [];
  return [titles, ...rule, ...lines].map((line) => line.trimEnd()).join('\n');
}
