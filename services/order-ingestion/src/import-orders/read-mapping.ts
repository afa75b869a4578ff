import { encodings } from '../read-text/encoding.js';
import { isCurrency } from '../record-orders/record-orders.js';
import { patternProblem, tests } from './condition.js';
import {
  type ColumnSource,
  type Columns,
  type Condition,
  type Mapping,
  optionalColumns,
  requiredColumns,
  type SpecialRows,
} from './mapping.js';
import { type Fields, fail, object, oneOf, optionalText, text, texts } from './mapping-fields.js';

const keys =
  'kind format delimiter quote encoding decimal timeZone currency source channel columns dateFormat noValue fillDown returns cancellations skip description';

/** A file of intake objects, which needs no mapping. */
export const intakeObjects: Mapping = {
  kind: 'orders',
  format: 'ndjson',
  delimiter: ',',
  quote: '"',
  encoding: 'utf-8',
  decimal: '.',
  timeZone: 'UTC',
  currency: 'EUR',
  source: '-',
  columns: { orderId: '-', customerId: '-', at: '-', sku: '-' },
  dateFormats: [],
  noValue: [],
  fillDown: [],
  skip: [],
};

/**
 * Checks a mapping as people write it and fills in what they may leave out.
 * @throws Failure `invalid` naming the first wrong field.
 */
export function readMapping(value: unknown): Mapping {
  const fields = object(value, 'mapping');
  for (const key of Object.keys(fields)) {
    if (!keys.split(' ').includes(key)) fail(key, `is not known; known are ${keys.replaceAll(' ', ', ')}`);
  }
  const format = oneOf(fields, 'format', ['csv', 'whitespace', 'ndjson'] as const, 'csv');
  oneOf(fields, 'kind', ['orders'] as const, 'orders');
  const encoding = oneOf(fields, 'encoding', encodings, 'utf-8');
  if (format === 'ndjson') return { ...intakeObjects, encoding };
  const channel = optionalText(fields, 'channel');
  const returns = specialRows(fields, 'returns', 'return' as const, 'creditNote');
  const cancellations = specialRows(fields, 'cancellations', 'cancellation' as const, 'cancelled');
  return {
    kind: 'orders',
    format,
    delimiter: readDelimiter(fields),
    quote: fields.quote === null ? null : (optionalText(fields, 'quote') ?? '"'),
    encoding,
    decimal: oneOf(fields, 'decimal', ['.', ','] as const, '.'),
    timeZone: readTimeZone(fields),
    currency: readCurrency(fields),
    source: text(fields, 'source'),
    ...(channel !== undefined && { channel }),
    columns: readColumns(fields.columns),
    dateFormats: texts(fields, 'dateFormat'),
    noValue: texts(fields, 'noValue'),
    fillDown: texts(fields, 'fillDown'),
    ...(returns !== undefined && { returns }),
    ...(cancellations !== undefined && { cancellations }),
    skip: readSkips(fields.skip),
  };
}

function readColumns(value: unknown): Columns {
  const fields = object(value, 'columns');
  const known: readonly string[] = [...requiredColumns, ...optionalColumns];
  const read: [string, ColumnSource][] = [];
  for (const [name, source] of Object.entries(fields)) {
    if (!known.includes(name)) fail(`columns.${name}`, `is not known; known are ${known.join(', ')}`);
    read.push([name, columnSource(source, `columns.${name}`)]);
  }
  const columns = Object.fromEntries(read);
  for (const name of requiredColumns) if (columns[name] === undefined) fail(`columns.${name}`, 'is missing');
  if (columns.unitPrice === undefined && columns.amount === undefined) {
    fail('columns.unitPrice', 'is missing: name a column for it or for amount');
  }
  return columns as unknown as Columns;
}

function columnSource(value: unknown, field: string): ColumnSource {
  if (typeof value === 'string' && value !== '') return value;
  if (Array.isArray(value) && value.length > 0 && value.every((name) => typeof name === 'string' && name !== '')) {
    return value as string[];
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    const { value: constant, firstOf, column, pseudonym } = value as Fields;
    if (typeof constant === 'string' && constant !== '') return { value: constant };
    if (Array.isArray(firstOf) && firstOf.length > 0) {
      return { firstOf: firstOf.map((source, i) => columnSource(source, `${field}.firstOf.${i}`)) };
    }
    if (typeof column === 'string' && column !== '' && pseudonym === true) return { column, pseudonym };
  }
  return fail(
    field,
    'must be a column name, a list of them, {"value": …}, {"firstOf": […]} or {"column": …, "pseudonym": true}',
  );
}

function specialRows<As extends string>(fields: Fields, name: string, as: As, reason: string) {
  if (fields[name] === undefined) return undefined;
  const rule = object(fields[name], name);
  const read: SpecialRows<As> = {
    when: condition(rule.when, `${name}.when`),
    as: oneOf(rule, 'as', [as, 'skip'], as, `${name}.`),
    reason: rule.reason === undefined ? reason : reasonOf(rule, `${name}.`),
  };
  return read;
}

function readSkips(value: unknown): Mapping['skip'] {
  if (value === undefined) return [];
  if (!Array.isArray(value)) return fail('skip', 'must be a list of {when, reason}');
  return value.map((entry: unknown, i) => {
    const rule = object(entry, `skip.${i}`);
    return { when: condition(rule.when, `skip.${i}.when`), reason: reasonOf(rule, `skip.${i}.`) };
  });
}

function reasonOf(rule: Fields, path: string): string {
  const reason = text(rule, 'reason', path);
  return /^[a-z][A-Za-z0-9]{0,49}$/.test(reason) ? reason : fail(`${path}reason`, 'must be one camelCase word');
}

function condition(value: unknown, field: string): Condition {
  const fields = object(value, field);
  const column = text(fields, 'column', `${field}.`);
  const [test, ...more] = Object.keys(fields).filter((key) => key !== 'column');
  if (test === undefined || more.length > 0 || !(tests as readonly string[]).includes(test)) {
    return fail(field, `must hold column and exactly one of ${tests.join(', ')}`);
  }
  const expected = fields[test];
  const problem = expectationProblem(test, expected);
  return problem === undefined ? { column, [test]: expected } : fail(`${field}.${test}`, problem);
}

function expectationProblem(test: string, expected: unknown): string | undefined {
  if (test === 'negative' || test === 'empty') {
    return typeof expected === 'boolean' ? undefined : 'must be true or false';
  }
  if (test === 'oneOf') {
    const texts = Array.isArray(expected) && expected.every((one) => typeof one === 'string');
    return texts ? undefined : 'must be a list of texts';
  }
  if (typeof expected !== 'string' || expected === '') return 'must be text';
  return test === 'matches' ? patternProblem(expected) : undefined;
}

function readDelimiter(fields: Fields): string {
  const delimiter = fields.delimiter === undefined ? ',' : text(fields, 'delimiter');
  return delimiter.length <= 4 && !/[\r\n"]/.test(delimiter)
    ? delimiter
    : fail('delimiter', 'must be one to four characters that are neither a quote nor a line end');
}

function readTimeZone(fields: Fields): string {
  const timeZone = optionalText(fields, 'timeZone') ?? 'UTC';
  try {
    new Intl.DateTimeFormat('en', { timeZone });
  } catch (error) {
    if (error instanceof RangeError) fail('timeZone', `${timeZone} is not a time zone such as Europe/Berlin`);
    throw error;
  }
  return timeZone;
}

function readCurrency(fields: Fields): string {
  const currency = text(fields, 'currency');
  return isCurrency(currency) ? currency : fail('currency', 'must be a currency of ISO 4217 such as EUR');
}
