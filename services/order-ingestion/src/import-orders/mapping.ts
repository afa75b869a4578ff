import type { ColumnSource, Condition, FileLayout } from '@vilfredo/row-files';

/** How the columns of a file become orders. Written as JSON by people; checked by `readMapping`. */
export interface Mapping extends FileLayout {
  readonly kind: 'orders';
  /** ISO 4217, for rows that name none. */
  readonly currency: string;
  readonly channel?: string;
  readonly columns: Columns;
  /** Columns that a file fills in only on the first row of an order. */
  readonly fillDown: readonly string[];
  readonly returns?: SpecialRows<'return'>;
  readonly cancellations?: SpecialRows<'cancellation'>;
}

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
