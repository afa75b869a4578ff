import type { CustomerRow } from '@vilfredo/scoring';
import type { Cell, Column } from '../tables/table.js';

/** How lines of the book are shown. */
export interface BookTable {
  readonly columns: readonly Column[];
  readonly row: (customer: CustomerRow) => readonly Cell[];
}

export const buyersTable: BookTable = {
  columns: [
    { title: 'Customer', kind: 'text' },
    { title: 'Value', kind: 'number', decimals: 2 },
    { title: 'Tier', kind: 'text' },
    { title: 'ABC', kind: 'text' },
    { title: 'RFM', kind: 'text' },
    { title: 'State', kind: 'text' },
    { title: 'Risk', kind: 'number', decimals: 1 },
    { title: 'Band', kind: 'text' },
    { title: 'Class', kind: 'text' },
    { title: 'Silence', kind: 'text' },
    { title: 'Orders', kind: 'number' },
    { title: 'Amount', kind: 'money' },
    { title: 'Latest', kind: 'text' },
    { title: 'One-off', kind: 'text' },
  ],
  row: (customer) => [
    customer.customerId,
    customer.value,
    customer.tier,
    customer.abc,
    customer.rfm,
    customer.state,
    customer.risk,
    customer.band,
    customer.class,
    customer.silence,
    customer.ordersInWindow,
    customer.amountInWindow,
    customer.latestPurchase,
    customer.oneOff ? 'one-off' : '',
  ],
};

/** The same, and what each can be expected to bring. */
export const expectedTable: BookTable = {
  columns: [buyersTable.columns[0]!, { title: 'Expected', kind: 'money' }, ...buyersTable.columns.slice(1)],
  row: (customer) => {
    const [id, ...rest] = buyersTable.row(customer);
    return [id!, customer.clv ?? null, ...rest];
  },
};

export const prospectsTable: BookTable = {
  columns: [
    { title: 'Customer', kind: 'text' },
    { title: 'Qualification', kind: 'number', decimals: 2 },
    { title: 'State', kind: 'text' },
    { title: 'Class', kind: 'text' },
  ],
  row: ({ customerId, qualification, state, class: satisfaction }) => [customerId, qualification, state, satisfaction],
};
