import type { Encoding } from '../read-text/encoding.js';

/** How the columns of a file become orders. Written as JSON by people; checked by `readMapping`. */
export interface Mapping {
  readonly kind: 'orders';
  /** `csv`, `whitespace` (columns parted by blanks) or `ndjson` (one intake object a line; nothing else applies then). */
  readonly format: 'csv' | 'whitespace' | 'ndjson';
  readonly delimiter: string;
  /** Null where quotes in the file are ordinary characters. */
  readonly quote: string | null;
  /** A byte-order mark in the file wins. */
  readonly encoding: Encoding;
  readonly decimal: '.' | ',';
  /** IANA zone in which times without offset are meant. */
  readonly timeZone: string;
  /** ISO 4217, for rows that name none. */
  readonly currency: string;
  readonly source: string;
  readonly channel?: string;
  readonly columns: Columns;
  /** Formats of luxon (`yyyy-MM-dd HH:mm:ss`), the first that fits counts; ISO 8601 without any. */
  readonly dateFormats: readonly string[];
  /** What the file writes where it has no value, such as NA. */
  readonly noValue: readonly string[];
  /** Columns that a file fills in only on the first row of an order. */
  readonly fillDown: readonly string[];
  readonly returns?: SpecialRows<'return'>;
  readonly cancellations?: SpecialRows<'cancellation'>;
  /** Rows left out and counted under the reason of the first rule that fits. */
  readonly skip: readonly SkipRule[];
}

/**
 * Where a value comes from: a column; several columns joined by "-"; a constant; the first that is not empty;
 * or a column whose value must not travel on (an e-mail address) and is replaced by a stable pseudonym.
 */
export type ColumnSource =
  | string
  | readonly string[]
  | { readonly value: string }
  | { readonly firstOf: readonly ColumnSource[] }
  | { readonly column: string; readonly pseudonym: true };

export const requiredColumns = ['orderId', 'customerId', 'at', 'sku'] as const;
export const optionalColumns = [
  'name',
  'category',
  'quantity',
  'unitPrice',
  'amount',
  'currency',
  'channel',
  'agentId',
] as const;

export type Columns = Readonly<Record<(typeof requiredColumns)[number], ColumnSource>> &
  Readonly<Partial<Record<(typeof optionalColumns)[number], ColumnSource>>>;

export interface SpecialRows<As extends string> {
  readonly when: Condition;
  readonly as: As | 'skip';
  /** Counted under this when skipped. */
  readonly reason: string;
}

export interface SkipRule {
  readonly when: Condition;
  readonly reason: string;
}

/** Exactly one test of one column. */
export interface Condition {
  readonly column: string;
  readonly startsWith?: string;
  readonly equals?: string;
  readonly oneOf?: readonly string[];
  readonly matches?: string;
  readonly negative?: boolean;
  readonly empty?: boolean;
}
