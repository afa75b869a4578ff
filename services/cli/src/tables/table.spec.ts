import { type Column, cellText, table } from './table.js';

const columns: readonly Column[] = [
  { title: 'Customer', kind: 'text' },
  { title: 'Orders', kind: 'number' },
  { title: 'Amount', kind: 'money' },
  { title: 'Share', kind: 'percent' },
];
const rows = [
  ['14646', 74, '280206.02', 0.0314],
  ['7', 1234567, '-3.5', null],
];

describe('a table', () => {
  it('is plain text in columns when nobody looks', () => {
    expect(table(columns, rows, { terminal: false })).toBe(
      [
        'Customer     Orders      Amount  Share',
        '14646            74  280,206.02  3.1 %',
        '7         1,234,567        -3.5      -',
      ].join('\n'),
    );
  });

  it('parts titles and rows by a line on a terminal', () => {
    const lines = table(columns, rows, { terminal: true }).split('\n');
    expect(lines).toHaveLength(4);
    expect(lines[1]).toMatch(/^─+$/);
    expect(lines[1]!.length).toBe(lines[0]!.length);
  });

  it('has its titles without any row, and no colours', () => {
    expect(table(columns, [], { terminal: false })).toBe('Customer  Orders  Amount  Share');
  });

  it('does not let what it shows steer the terminal', () => {
    const hostile = 'a\u001b[2Jb\nc\u202ed';
    expect(
      table([columns[0]!], [[hostile]], { terminal: true })
        .split('\n')
        .at(-1),
    ).toBe('a·[2Jb·c·d');
  });
});

describe('a cell', () => {
  it.each([
    [1234.5, { kind: 'number', decimals: 1 }, '1,234.5'],
    [-1234, { kind: 'number' }, '-1,234'],
    ['1000000.10', { kind: 'money' }, '1,000,000.10'],
    [1, { kind: 'percent', decimals: 0 }, '100 %'],
    [0, { kind: 'number' }, '0'],
    ['', { kind: 'text' }, '-'],
    [undefined, { kind: 'money' }, '-'],
    ['unknown', { kind: 'money' }, 'unknown'],
  ] as const)('shows %p as %p: %s', (value, column, text) => {
    expect(cellText(value, column)).toBe(text);
  });
});
