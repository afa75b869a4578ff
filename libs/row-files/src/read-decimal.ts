const plain = /^-?\d{1,15}(?:\.\d{1,9})?$/;
const grouped = {
  '.': /^\d{1,3}(?:[,' ]\d{3})+(?:\.\d+)?$|^\d+(?:\.\d+)?$|^\.\d+$/,
  ',': /^\d{1,3}(?:[.' ]\d{3})+(?:,\d+)?$|^\d+(?:,\d+)?$|^,\d+$/,
} as const;

/**
 * The number in a cell as plain decimal text (`-1234.50`), exact, or undefined when it is none.
 * Knows thousands separators, currency signs, a minus behind and brackets for negative.
 */
export function readDecimal(cell: string, decimal: '.' | ','): string | undefined {
  if (decimal === '.' && plain.test(cell)) return cell;
  let text = cell
    .replace(/[\p{Sc}\u00a0\u202f]/gu, ' ')
    .trim()
    .replace('−', '-');
  const bracketed = /^\((.*)\)$/.exec(text);
  const behind = /^(.*)-$/.exec(text);
  const negative = text.startsWith('-') || bracketed !== null || behind !== null;
  text = (bracketed?.[1] ?? behind?.[1] ?? text.replace(/^[-+]/, '')).trim().replaceAll('’', "'");
  if (!grouped[decimal].test(text)) return undefined;
  const [whole = '', fraction = ''] = text.split(decimal);
  const digits = whole.replace(/[^\d]/g, '').replace(/^0+(?=\d)/, '') || '0';
  const result = `${negative ? '-' : ''}${digits}${fraction === '' ? '' : `.${fraction.replace(/(?<=\d{9})0+$/, '')}`}`;
  return plain.test(result) ? result : undefined;
}

export function isZero(decimal: string): boolean {
  return /^-?0*(?:\.0*)?$/.test(decimal);
}

export function withoutSign(decimal: string): string {
  return decimal.startsWith('-') ? decimal.slice(1) : decimal;
}
