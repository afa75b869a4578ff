import type { MovedCustomer, Place } from '@vilfredo/scoring';
import type { Section } from '../show/section.js';
import { type Column, cellText } from '../tables/table.js';

interface PartColumn extends Column {
  readonly part: keyof Place;
}

const partColumns: readonly PartColumn[] = [
  { part: 'value', title: 'Value', kind: 'number', decimals: 2 },
  { part: 'tier', title: 'Tier', kind: 'text' },
  { part: 'risk', title: 'Risk', kind: 'number', decimals: 2 },
  { part: 'band', title: 'Band', kind: 'text' },
  { part: 'state', title: 'State', kind: 'text' },
  { part: 'class', title: 'Class', kind: 'text' },
  { part: 'qualification', title: 'Qualification', kind: 'number', decimals: 2 },
];

/** The parts of a customer's place, in the order in which they are shown. */
export const partNames = partColumns.map(({ part }) => part);

/** Who stands elsewhere, a part that differs as "before -> after"; parts that nobody has are left out. */
export function movedCustomersTable(customers: readonly MovedCustomer[]): NonNullable<Section['table']> {
  const shown = partColumns.filter(({ part }) =>
    customers.some(({ inForce, candidate }) => inForce[part] !== null || candidate[part] !== null),
  );
  return {
    columns: ['Customer', ...shown.map(({ title }) => title)].map((title) => ({ title, kind: 'text' })),
    rows: customers.map((customer) => [customer.customerId, ...shown.map((column) => placeText(column, customer))]),
  };
}

function placeText(column: PartColumn, { inForce, candidate }: MovedCustomer): string {
  const before = cellText(inForce[column.part], column);
  const after = cellText(candidate[column.part], column);
  return before === after ? before : `${before} -> ${after}`;
}
