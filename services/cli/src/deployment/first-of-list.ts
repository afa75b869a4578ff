import type { DeploymentClient, Query } from './deployment-client.js';

/** What a list begins with. */
export interface FirstOfList<Item> {
  readonly items: readonly Item[];
  /** Where it goes on; null where there is no more. */
  readonly next: string | null;
}

const mostPerPage = 1_000;

/**
 * The first of a list, as many as asked for, over as many pages as that takes: a page that filters may end early.
 * @throws Failure as `DeploymentClient.get`
 */
export async function firstOfList<Item>(
  deployment: Pick<DeploymentClient, 'get'>,
  path: string,
  query: Query,
  limit: number,
): Promise<FirstOfList<Item>> {
  const items: Item[] = [];
  let next: string | null = null;
  do {
    const page: FirstOfList<Item> = await deployment.get(path, {
      ...query,
      limit: Math.min(mostPerPage, limit - items.length),
      cursor: next ?? undefined,
    });
    items.push(...page.items);
    next = page.next;
  } while (next !== null && items.length < limit);
  return { items, next };
}
