/** Values that one statement looks up: the measured optimum lies between 50 and 250. */
const VALUES_AT_ONCE = 64;

/** `IN` and its question marks, for the parameters that `valueLists` gives. */
export const IN_VALUES = `IN (${Array(VALUES_AT_ONCE).fill('?').join(',')})`;

/** The values in lists of one length, so that one statement does for all; the last is filled up with null, which nothing equals. */
export function* valueLists<T extends string | number>(values: readonly T[]): Generator<(T | null)[]> {
  for (let from = 0; from < values.length; from += VALUES_AT_ONCE) {
    const list: (T | null)[] = values.slice(from, from + VALUES_AT_ONCE);
    while (list.length < VALUES_AT_ONCE) list.push(null);
    yield list;
  }
}
