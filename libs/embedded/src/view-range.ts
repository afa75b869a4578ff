import { Failure, type Field, type IndexKey, type ViewQuery } from '@vilfredo/event-sourcing';
import { type Place, readCursor } from './view-cursor.js';
import { columnOf, presence } from './view-table.js';

/** A condition that one stretch of an index meets, with the values of its question marks. */
export interface Range {
  readonly condition: string;
  readonly values: readonly (string | number)[];
}

/**
 * The stretches of the index that a query still has before it, in the order of the index. After a cursor that is more than
 * one: the rest of the views with all its keys, then the rest of those with all keys but the last, and so on; each is one
 * seek in the index, where a single condition of alternatives would be a scan from its beginning.
 * @throws Failure `invalid` when the query does not fit the index
 */
export function rangesOf(query: ViewQuery, keys: readonly IndexKey[]): readonly Range[] {
  const equals = query.equals ?? {};
  const prefix = prefixLength(query.index, keys, equals);
  const always = [
    ...keys.slice(0, prefix).map(({ field }) => equal(field, equals[field] ?? null)),
    ...boundsOf(query, keys[prefix]),
    ...presence(keys).map((condition) => ({ condition, values: [] })),
  ];
  if (query.after === undefined) return [all(always)];
  const place = readCursor(query.after, query.index, keys, equals);
  return stretchesAfter(place, keys, prefix).map((stretch) => all([...always, ...stretch]));
}

function prefixLength(index: string, keys: readonly IndexKey[], equals: Readonly<Record<string, Field>>): number {
  const wanted = Object.keys(equals);
  const prefix = new Set(keys.slice(0, wanted.length).map(({ field }) => field));
  if (wanted.length > keys.length || !wanted.every((field) => prefix.has(field))) {
    const declared = keys.map(({ field }) => field).join(', ');
    throw new Failure('invalid', `${wanted.join(', ')} is no prefix of ${index} (${declared})`, { field: 'equals' });
  }
  return wanted.length;
}

function boundsOf(query: ViewQuery, key: IndexKey | undefined): readonly Range[] {
  const bounds: Range[] = [];
  for (const [name, operator] of [
    ['atLeast', '>='],
    ['atMost', '<='],
  ] as const) {
    const value = query[name];
    if (value === undefined) continue;
    if (key === undefined) throw new Failure('invalid', `${query.index} has no key left to bound`, { field: name });
    if (value === null) throw new Failure('invalid', 'must be a value', { field: name });
    bounds.push({ condition: `${columnOf(key.field)} ${operator} ?`, values: [value] });
  }
  return bounds;
}

function stretchesAfter(place: Place, keys: readonly IndexKey[], prefix: number): readonly (readonly Range[])[] {
  const value = (position: number): Field => place.keys[position] ?? null;
  const same = (until: number) =>
    keys.slice(prefix, until).map(({ field }, index) => equal(field, value(prefix + index)));
  const stretches: (readonly Range[])[] = [[...same(keys.length), { condition: 'id > ?', values: [place.id] }]];
  for (let position = keys.length - 1; position >= prefix; position--) {
    const key = keys[position];
    if (key === undefined) continue;
    for (const later of laterThan(key, value(position))) stretches.push([...same(position), later]);
  }
  return stretches;
}

/** What comes after `value` along one key: nulls come first when ascending and last when descending. */
function laterThan({ field, order }: IndexKey, value: Field): readonly Range[] {
  const column = columnOf(field);
  if (order === 'desc') {
    if (value === null) return [];
    return [
      { condition: `${column} < ?`, values: [value] },
      { condition: `${column} IS NULL`, values: [] },
    ];
  }
  if (value === null) return [{ condition: `${column} IS NOT NULL`, values: [] }];
  return [{ condition: `${column} > ?`, values: [value] }];
}

function equal(field: string, value: Field): Range {
  if (value === null) return { condition: `${columnOf(field)} IS NULL`, values: [] };
  return { condition: `${columnOf(field)} = ?`, values: [value] };
}

function all(ranges: readonly Range[]): Range {
  return {
    condition: ranges.map(({ condition }) => condition).join(' AND ') || 'TRUE',
    values: ranges.flatMap(({ values }) => values),
  };
}
