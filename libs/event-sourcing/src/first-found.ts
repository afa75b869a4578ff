import type { ViewCollection, ViewQuery } from './view-store.js';

/**
 * The ids on the first page of a query that has any of those wanted; none when there is no such page. For who takes them
 * out of the index by what they do, and asks again.
 */
export async function firstFound(
  views: Pick<ViewCollection, 'query'>,
  query: Omit<ViewQuery, 'after'>,
  isWanted: (id: string) => boolean,
): Promise<readonly string[]> {
  let after: string | undefined;
  do {
    const { items, next } = await views.query(after === undefined ? query : { ...query, after });
    const found = items.map(({ id }) => id).filter(isWanted);
    if (found.length > 0) return found;
    after = next;
  } while (after !== undefined);
  return [];
}
