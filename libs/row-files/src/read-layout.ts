import type { ColumnSource, Condition } from './column-source.js';
import { patternProblem, tests } from './condition.js';
import { encodings } from './encoding.js';
import { type ColumnSources, type FileLayout, type GivenHeader, objectLayout, type SkipRule } from './file-layout.js';
import { type Fields, fail, object, oneOf, optionalText, text, texts } from './mapping-fields.js';

/** The fields of a mapping that `readLayout` reads; its reader reads the others. */
export const layoutKeys =
  'kind format delimiter quote encoding decimal timeZone source columns dateFormat noValue header fewestColumns skip description';

/** @throws Failure `invalid` naming the first field of a mapping that is not among the known ones (parted by blanks) */
export function refuseUnknown(fields: Fields, keys: string): void {
  for (const key of Object.keys(fields)) {
    if (!keys.split(' ').includes(key)) fail(key, `is not known; known are ${keys.replaceAll(' ', ', ')}`);
  }
}

/**
 * Checks how a file is written, as a mapping says it, and fills in what may be left out.
 * @throws Failure `invalid` naming the first wrong field.
 */
export function readLayout(fields: Fields): FileLayout {
  const format = oneOf(fields, 'format', ['csv', 'whitespace', 'ndjson'] as const, 'csv');
  const encoding = oneOf(fields, 'encoding', encodings, 'utf-8');
  if (format === 'ndjson') return { ...objectLayout, encoding };
  const header = readGivenHeader(fields);
  return {
    format,
    delimiter: readDelimiter(fields),
    quote: fields.quote === null ? null : (optionalText(fields, 'quote') ?? '"'),
    encoding,
    decimal: oneOf(fields, 'decimal', ['.', ','] as const, '.'),
    timeZone: readTimeZone(fields),
    source: text(fields, 'source'),
    dateFormats: readDateFormats(fields),
    noValue: texts(fields, 'noValue'),
    skip: readSkips(fields.skip),
    ...(header !== undefined && { header }),
  };
}

/** Where each value comes from. @throws Failure `invalid` naming an unknown field, a missing one or a wrong source */
export function readColumns(value: unknown, required: readonly string[], optional: readonly string[]): ColumnSources {
  const fields = object(value, 'columns');
  const known = [...required, ...optional];
  const read: [string, ColumnSource][] = [];
  for (const [name, source] of Object.entries(fields)) {
    if (!known.includes(name)) fail(`columns.${name}`, `is not known; known are ${known.join(', ')}`);
    read.push([name, columnSource(source, `columns.${name}`)]);
  }
  const columns = Object.fromEntries(read);
  for (const name of required) if (columns[name] === undefined) fail(`columns.${name}`, 'is missing');
  return columns;
}

function columnSource(value: unknown, field: string): ColumnSource {
  if (typeof value === 'string' && value !== '') return value;
  if (isTexts(value)) return value;
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    const { value: constant, firstOf } = value as Fields;
    if (typeof constant === 'string' && constant !== '') return { value: constant };
    if (Array.isArray(firstOf) && firstOf.length > 0) {
      return { firstOf: firstOf.map((source, i) => columnSource(source, `${field}.firstOf.${i}`)) };
    }
    const changed = changedColumn(value as Fields, field);
    if (changed !== undefined) return changed;
  }
  return fail(
    field,
    'must be a column name, a list of them, {"value": …}, {"firstOf": […]}, {"column": …, "match": …}, ' +
      '{"column": …, "values": {…}} or {"column": …, "pseudonym": true}',
  );
}

function changedColumn({ column, pseudonym, match, values, otherwise }: Fields, field: string) {
  if (typeof column !== 'string' || column === '') return undefined;
  if (pseudonym === true) return { column, pseudonym } as const;
  if (typeof match === 'string' && match !== '') {
    const problem = patternProblem(match);
    return problem === undefined ? { column, match } : fail(`${field}.match`, problem);
  }
  if (values === undefined) return undefined;
  const translated = object(values, `${field}.values`);
  for (const one of Object.values(translated)) {
    if (typeof one !== 'string') fail(`${field}.values`, 'must hold text for text');
  }
  if (otherwise !== undefined && typeof otherwise !== 'string') fail(`${field}.otherwise`, 'must be text');
  return {
    column,
    values: translated as Record<string, string>,
    ...(typeof otherwise === 'string' && { otherwise }),
  };
}

/** One test of one column. @throws Failure `invalid` naming what is wrong about it */
export function readCondition(value: unknown, field: string): Condition {
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

function readSkips(value: unknown): readonly SkipRule[] {
  if (value === undefined) return [];
  if (!Array.isArray(value)) return fail('skip', 'must be a list of {when, reason}');
  return value.map((entry: unknown, i) => {
    const rule = object(entry, `skip.${i}`);
    return { when: readCondition(rule.when, `skip.${i}.when`), reason: reasonOf(rule, `skip.${i}.`) };
  });
}

/** The word under which rows are counted. @throws Failure `invalid` when it is no single camelCase word */
export function reasonOf(rule: Fields, path: string): string {
  const reason = text(rule, 'reason', path);
  return /^[a-z][A-Za-z0-9]{0,49}$/.test(reason) ? reason : fail(`${path}reason`, 'must be one camelCase word');
}

function readGivenHeader(fields: Fields): GivenHeader | undefined {
  const { header: names, fewestColumns } = fields;
  if (names === undefined) {
    return fewestColumns === undefined ? undefined : fail('fewestColumns', 'goes with header');
  }
  if (!isTexts(names) || new Set(names).size < names.length) {
    return fail('header', 'must be a list of different column names');
  }
  const fewest = fewestColumns ?? names.length;
  const sensible = typeof fewest === 'number' && Number.isInteger(fewest) && fewest >= 1 && fewest <= names.length;
  return sensible ? { names, fewest } : fail('fewestColumns', 'must be a whole number up to that of the header');
}

function isTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.length > 0 && value.every((one) => typeof one === 'string' && one !== '');
}

function readDelimiter(fields: Fields): string {
  const delimiter = fields.delimiter === undefined ? ',' : text(fields, 'delimiter');
  return delimiter.length <= 4 && !/[\r\n"]/.test(delimiter)
    ? delimiter
    : fail('delimiter', 'must be one to four characters that are neither a quote nor a line end');
}

/** Without a year, one would be taken from the clock, and another one next year. */
function readDateFormats(fields: Fields): readonly string[] {
  const formats = texts(fields, 'dateFormat');
  for (const format of formats) {
    if (!/[ykDfF]/.test(format.replace(/'[^']*'/g, ''))) fail('dateFormat', `${format} names no year`);
  }
  return formats;
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
