import {
  type CollectionDefinition,
  Failure,
  type Field,
  type IndexKey,
  type ViewQuery,
} from '@vilfredo/event-sourcing';
import { type Place, readCursor } from './view-cursor.js';
import { type Condition, pathOf, presence } from './view-model.js';

/** A filter that selects one stretch of an index. */
export type Stretch =
  | Record<string, never>
  | {
      $and: Condition[];
    };

/**
 * The stretches of the index that a query still has before it, in the order of the index. After a cursor that is more than
 * one: the rest of the views with all its keys, then the rest of those with all keys but the last, and so on; each is one
 * seek in the index, where a single filter of alternatives may be planned as a scan.
 * @throws Failure `invalid` when the query does not fit the index
 */
export function stretchesOf(
  query: ViewQuery,
  keys: readonly IndexKey[],
  definition: CollectionDefinition,
): readonly Stretch[] {
  const equals = query.equals ?? {};
  const prefix = prefixLength(query.index, keys, equals);
  const always = [
    ...keys.slice(0, prefix).map(({ field }) => equal(field, equals[field] ?? null)),
    ...boundsOf(query, keys[prefix]),
    ...presence(keys, definition),
  ];
  if (query.after === undefined) return [all(always)];
  const place = readCursor(query.after, query.index, keys, equals);
  return conditionsAfter(place, keys, prefix).map((conditions) => all([...always, ...conditions]));
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

/** Comparisons select values of their own type only: nulls are outside. */
function boundsOf(query: ViewQuery, key: IndexKey | undefined): readonly Condition[] {
  const bounds: Condition[] = [];
  for (const [name, operator] of [
    ['atLeast', '$gte'],
    ['atMost', '$lte'],
  ] as const) {
    const value = query[name];
    if (value === undefined) continue;
    if (key === undefined) throw new Failure('invalid', `${query.index} has no key left to bound`, { field: name });
    if (value === null) throw new Failure('invalid', 'must be a value', { field: name });
    bounds.push({ [pathOf(key.field)]: { [operator]: value } });
  }
  return bounds;
}

function conditionsAfter(place: Place, keys: readonly IndexKey[], prefix: number): readonly (readonly Condition[])[] {
  const value = (position: number): Field => place.keys[position] ?? null;
  const same = (until: number) =>
    keys.slice(prefix, until).map(({ field }, index) => equal(field, value(prefix + index)));
  const stretches: (readonly Condition[])[] = [[...same(keys.length), { _id: { $gt: place.id } }]];
  for (let position = keys.length - 1; position >= prefix; position--) {
    const key = keys[position];
    if (key === undefined) continue;
    for (const later of laterThan(key, value(position))) stretches.push([...same(position), later]);
  }
  return stretches;
}

/** What comes after `value` along one key: nulls come first when ascending and last when descending. */
function laterThan({ field, order }: IndexKey, value: Field): readonly Condition[] {
  const path = pathOf(field);
  if (order === 'desc') return value === null ? [] : [{ [path]: { $lt: value } }, { [path]: null }];
  return [{ [path]: value === null ? { $ne: null } : { $gt: value } }];
}

function equal(field: string, value: Field): Condition {
  return { [pathOf(field)]: value };
}

function all(conditions: Condition[]): Stretch {
  return conditions.length === 0 ? {} : { $and: conditions };
}
