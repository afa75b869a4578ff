import fc from 'fast-check';
import { readDecimal } from './read-decimal.js';

describe('reading a number in a cell', () => {
  it.each([
    ['12.50', '.', '12.50'],
    ['-3', '.', '-3'],
    ['1,234.5', '.', '1234.5'],
    ['1.234,56', ',', '1234.56'],
    ['1 234,56', ',', '1234.56'],
    ["1'234.50", '.', '1234.50'],
    ['1’234’567.50', '.', '1234567.50'],
    ['€ 12,50', ',', '12.50'],
    ['$1,000', '.', '1000'],
    ['(12.00)', '.', '-12.00'],
    ['12.00-', '.', '-12.00'],
    ['+5', '.', '5'],
    ['.5', '.', '0.5'],
    ['6.0000', '.', '6.0000'],
    ['007', ',', '7'],
  ] as const)('given %j with decimal %j, then it is %s', (cell, decimal, expected) => {
    expect(readDecimal(cell, decimal)).toBe(expected);
  });

  it.each(['', 'abc', '1.2.3', '1,2', '1e5', '--1', '12,34,567', '0x10', 'NaN', '1234567890123456'])(
    'given %j, then it is no number',
    (cell) => {
      expect(readDecimal(cell, '.')).toBeUndefined();
    },
  );

  it('given any number of cents written the German way, then not a cent is lost', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 14n }), (cents) => {
        const whole = (cents / 100n).toString();
        const fraction = (cents % 100n).toString().padStart(2, '0');
        const written = `${whole.replace(/\B(?=(\d{3})+$)/g, '.')},${fraction}`;
        expect(readDecimal(written, ',')).toBe(`${whole}.${fraction}`);
      }),
    );
  });
});
