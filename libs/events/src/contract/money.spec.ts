import fc from 'fast-check';
import { fromMinor, isDecimal, lineAmount, minorDigits, toMinor } from './money.js';

/** Decimal text, with its value as an exact fraction. */
const decimal = fc
  .record({
    negative: fc.boolean(),
    whole: fc.bigInt(0n, 10n ** 9n),
    fraction: fc.string({ unit: fc.constantFrom(...'0123456789'), maxLength: 9 }),
  })
  .map(({ negative, whole, fraction }) => ({
    text: `${negative ? '-' : ''}${whole}${fraction === '' ? '' : `.${fraction}`}`,
    numerator: BigInt(`${negative ? '-' : ''}${whole}${fraction}`),
    denominator: 10n ** BigInt(fraction.length),
  }));

describe('decimal text', () => {
  it.each(['0', '-0', '12', '12.50', '-0.05', '999999999999999', '0.123456789', '007'])('accepts %s', (text) => {
    expect(isDecimal(text)).toBe(true);
  });

  it.each([
    '',
    '.5',
    '5.',
    '1e3',
    '+1',
    ' 1',
    '1 ',
    '1\n',
    '1,50',
    '1.2.3',
    '--1',
    '0x10',
    'NaN',
    'Infinity',
    '٣',
    '1'.repeat(16),
    `0.${'1'.repeat(10)}`,
  ])('refuses %j', (text) => {
    expect(isDecimal(text)).toBe(false);
    expect(() => toMinor(text, 2)).toThrow(RangeError);
  });

  it.each([12, null, undefined, ['1'], { toString: () => '1' }])('refuses what is no text: %p', (value) => {
    expect(isDecimal(value)).toBe(false);
  });
});

describe('minor digits of a currency', () => {
  it.each([
    ['EUR', 2],
    ['JPY', 0],
    ['KWD', 3],
    ['CLF', 4],
    ['HUF', 2],
    ['COP', 2],
    ['IQD', 3],
    ['eur', 2],
    ['jpy', 0],
  ])('%s has %i', (currency, digits) => {
    expect(minorDigits(currency)).toBe(digits);
  });

  it.each(['', 'EU', 'EURO', '€', '__proto__'])('refuses %j', (currency) => {
    expect(() => minorDigits(currency)).toThrow(RangeError);
  });
});

describe('rounding', () => {
  it.each([
    ['0.005', 2, 1],
    ['-0.005', 2, -1],
    ['0.0049', 2, 0],
    ['2.345', 2, 235],
    ['-2.345', 2, -235],
    ['1.5', 0, 2],
    ['2.5', 0, 3],
    ['-2.5', 0, -3],
    ['1.0005', 3, 1001],
    ['7', 3, 7000],
  ])('%s to %i decimals is %i: half goes away from zero', (text, digits, minor) => {
    expect(toMinor(text, digits)).toBe(minor);
  });

  it('gives no negative zero', () => {
    expect(Object.is(toMinor('-0.001', 2), 0)).toBe(true);
  });

  it('refuses what integers do not hold exactly', () => {
    expect(toMinor('90071992547409.91', 2)).toBe(Number.MAX_SAFE_INTEGER);
    expect(() => toMinor('90071992547409.92', 2)).toThrow(RangeError);
    expect(() => lineAmount('999999999999999', '999999999999999', 'EUR')).toThrow(RangeError);
  });

  it('is that of the exact fraction, whatever the number', () => {
    fc.assert(
      fc.property(decimal, fc.constantFrom(0, 2, 3, 4), ({ text, numerator, denominator }, digits) => {
        const scaled = numerator * 10n ** BigInt(digits);
        const distance = BigInt(toMinor(text, digits)) * denominator - scaled;
        const nearest = 2n * (distance < 0n ? -distance : distance);
        expect(nearest <= denominator).toBe(true);
        if (nearest === denominator) expect(distance < 0n).toBe(scaled < 0n);
      }),
    );
  });
});

describe('the amount of a line', () => {
  it.each([
    ['6', '2.55', 'GBP', 1530],
    ['2.5', '1.33', 'EUR', 333],
    ['3', '333.5', 'JPY', 1001],
    ['3', '0.3335', 'KWD', 1001],
    ['0.1', '0.05', 'EUR', 1],
    ['12', '-1.25', 'EUR', -1500],
  ])('%s x %s %s is %i in minor units', (quantity, price, currency, minor) => {
    expect(lineAmount(quantity, price, currency)).toBe(minor);
  });

  it('is rounded once, after multiplying: never the price first', () => {
    expect(lineAmount('1000', '0.0049', 'EUR')).toBe(490);
  });

  it('is the exact product rounded once', () => {
    const small = decimal.filter(({ text }) => text.length < 8);
    fc.assert(
      fc.property(small, small, (quantity, price) => {
        const exact = quantity.numerator * price.numerator * 100n;
        const denominator = quantity.denominator * price.denominator;
        const distance = BigInt(lineAmount(quantity.text, price.text, 'EUR')) * denominator - exact;
        expect(2n * (distance < 0n ? -distance : distance) <= denominator).toBe(true);
      }),
    );
  });
});

describe('minor units as text', () => {
  it.each([
    [-5, 2, '-0.05'],
    [0, 2, '0.00'],
    [1530, 2, '15.30'],
    [1530, 0, '1530'],
    [7, 3, '0.007'],
  ])('%i with %i digits is %s', (minor, digits, text) => {
    expect(fromMinor(minor, digits)).toBe(text);
  });

  it('come back as they went', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -(10 ** 15) + 1, max: 10 ** 15 - 1 }),
        fc.constantFrom(0, 2, 3, 4),
        (minor, digits) => {
          expect(toMinor(fromMinor(minor, digits), digits)).toBe(minor);
        },
      ),
    );
  });
});
