import type { CustomerView } from '@vilfredo/scoring';

const criteria = ['recency', 'amount', 'quantity', 'singleProduct', 'standing'] as const;

/** The columns of `value.csv`. */
export const valueColumns = [
  'customerId',
  'state',
  'score',
  'tier',
  'abc',
  'rfm',
  'firstPurchase',
  'latestPurchase',
  'purchaseDays',
  'ordersInWindow',
  'quantityInWindow',
  'amountInWindow',
  'lastAmount',
  'oneOff',
  ...criteria.map((name) => `${name}Points`),
];

/** A customer's line of `value.csv`; null for a prospect. */
export function valueRow({ customerId, state, value }: CustomerView): string | null {
  if (value === null) return null;
  const points = new Map(value.criteria.map((part) => [part.name as string, part.points]));
  const cells = [
    state,
    value.score,
    value.tier,
    value.abc,
    value.rfm,
    value.firstPurchase,
    value.latestPurchase,
    value.purchaseDays,
    value.ordersInWindow,
    value.quantityInWindow,
    value.amountInWindow,
    value.lastAmount,
    value.oneOff.flagged,
    ...criteria.map((name) => points.get(name)),
  ];
  return [csvText(customerId), ...cells.map((cell) => cell ?? '')].join(',');
}

/** RFC 4180; text that a spreadsheet would run as a formula gets an apostrophe in front. */
export function csvText(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
