import {
  type Fields,
  fail,
  layoutKeys,
  object,
  objectLayout,
  oneOf,
  optionalText,
  readColumns,
  readCondition,
  readLayout,
  reasonOf,
  refuseUnknown,
  text,
  texts,
} from '@vilfredo/row-files';
import { isCurrency } from '../record-orders/record-orders.js';
import { type Columns, type Mapping, optionalColumns, requiredColumns, type SpecialRows } from './mapping.js';

const keys = `${layoutKeys} currency channel fillDown returns cancellations`;

/** A file of intake objects, which needs no mapping. */
export const intakeObjects: Mapping = {
  ...objectLayout,
  kind: 'orders',
  currency: 'EUR',
  columns: { orderId: '-', customerId: '-', at: '-', sku: '-' },
  fillDown: [],
};

/**
 * Checks a mapping as people write it and fills in what they may leave out.
 * @throws Failure `invalid` naming the first wrong field.
 */
export function readMapping(value: unknown): Mapping {
  const fields = object(value, 'mapping');
  refuseUnknown(fields, keys);
  oneOf(fields, 'kind', ['orders'] as const, 'orders');
  const layout = readLayout(fields);
  if (layout.format === 'ndjson') return { ...intakeObjects, ...layout };
  const channel = optionalText(fields, 'channel');
  const returns = specialRows(fields, 'returns', 'return' as const, 'creditNote');
  const cancellations = specialRows(fields, 'cancellations', 'cancellation' as const, 'cancelled');
  return {
    ...layout,
    kind: 'orders',
    currency: readCurrency(fields),
    ...(channel !== undefined && { channel }),
    columns: readOrderColumns(fields.columns),
    fillDown: texts(fields, 'fillDown'),
    ...(returns !== undefined && { returns }),
    ...(cancellations !== undefined && { cancellations }),
  };
}

function readOrderColumns(value: unknown): Columns {
  const columns = readColumns(value, requiredColumns, optionalColumns);
  if (columns.unitPrice === undefined && columns.amount === undefined) {
    fail('columns.unitPrice', 'is missing: name a column for it or for amount');
  }
  return columns as unknown as Columns;
}

function specialRows<As extends string>(fields: Fields, name: string, as: As, reason: string) {
  if (fields[name] === undefined) return undefined;
  const rule = object(fields[name], name);
  const read: SpecialRows<As> = {
    when: readCondition(rule.when, `${name}.when`),
    as: oneOf(rule, 'as', [as, 'skip'], as, `${name}.`),
    reason: rule.reason === undefined ? reason : reasonOf(rule, `${name}.`),
  };
  return read;
}

function readCurrency(fields: Fields): string {
  const currency = text(fields, 'currency');
  return isCurrency(currency) ? currency : fail('currency', 'must be a currency of ISO 4217 such as EUR');
}
