const decimalPattern = /^(-?)(\d{1,15})(?:\.(\d{1,9}))?$/;

/** Whether the text is a plain decimal number such as `-12.50`: at most 15 digits before the point and 9 behind. */
export function isDecimal(text: unknown): text is string {
  return typeof text === 'string' && decimalPattern.test(text);
}

/**
 * Digits behind the decimal point of an ISO 4217 currency: 2 for EUR, 0 for JPY, 3 for KWD.
 * From the standard's own list (its table A.1, minor units), not from the runtime's locale data: that follows usage (no
 * decimals for HUF) and moves with its version, and recorded amounts must keep their meaning.
 * @throws RangeError when the text is no three letters.
 */
export function minorDigits(currency: string): number {
  const digits = digitsByCurrency.get(currency);
  if (digits !== undefined) return digits;
  if (!/^[A-Za-z]{3}$/.test(currency)) throw new RangeError(`not a currency: ${currency.slice(0, 40)}`);
  return digitsByCurrency.get(currency.toUpperCase()) ?? 2;
}

const notTwoDigits: Readonly<Record<number, string>> = {
  0: 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF',
  3: 'BHD IQD JOD KWD LYD OMR TND',
  4: 'CLF UYW',
};
const digitsByCurrency = new Map<string, number>(
  Object.entries(notTwoDigits).flatMap(([digits, codes]) => codes.split(' ').map((code) => [code, Number(digits)])),
);

/**
 * Quantity x unit price in minor units of the currency, rounded half away from zero, once.
 * @throws RangeError when a text is no decimal, the currency no currency, or the product beyond exact integers.
 */
export function lineAmount(quantity: string, unitPrice: string, currency: string): number {
  const [left, right] = [parse(quantity), parse(unitPrice)];
  return rescale(left.units * right.units, left.scale + right.scale, minorDigits(currency));
}

/**
 * A decimal text as an integer with `digits` implied decimals, rounded half away from zero.
 * @throws RangeError when the text is no decimal or the result beyond exact integers.
 */
export function toMinor(decimal: string, digits: number): number {
  const { units, scale } = parse(decimal);
  return rescale(units, scale, digits);
}

/** An integer with `digits` implied decimals as decimal text: (-5, 2) is "-0.05". */
export function fromMinor(minor: number, digits: number): string {
  const text = String(Math.abs(minor)).padStart(digits + 1, '0');
  const sign = minor < 0 ? '-' : '';
  return digits === 0 ? sign + text : `${sign}${text.slice(0, -digits)}.${text.slice(-digits)}`;
}

function parse(text: string): { units: bigint; scale: number } {
  const match = decimalPattern.exec(text);
  if (match === null) throw new RangeError(`not a decimal number: ${text.slice(0, 40)}`);
  const [, sign, whole = '', fraction = ''] = match;
  return { units: BigInt(`${sign}${whole}${fraction}`), scale: fraction.length };
}

function rescale(units: bigint, scale: number, digits: number): number {
  const exact =
    scale <= digits ? units * 10n ** BigInt(digits - scale) : divideHalfAway(units, 10n ** BigInt(scale - digits));
  const result = Number(exact);
  if (!Number.isSafeInteger(result)) throw new RangeError('the amount is beyond exact integers');
  return result;
}

function divideHalfAway(units: bigint, divisor: bigint): bigint {
  const half = divisor / 2n;
  return units < 0n ? -((-units + half) / divisor) : (units + half) / divisor;
}
