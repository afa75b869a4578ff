import type {
  CollectionDefinition,
  Field,
  GuardedSave,
  KeptOutbox,
  StoredView,
  ViewCollection,
  ViewQuery,
} from '@vilfredo/event-sourcing';

/** The collection on which the contract is tried. */
export const customers = {
  name: 'customers',
  fields: { tier: 'text', value: 'number', day: 'number' },
  indexes: {
    'by-value': [{ field: 'value', order: 'desc' }],
    'by-tier': [{ field: 'tier' }, { field: 'value', order: 'desc' }, { field: 'day' }],
    'by-day': [{ field: 'day' }],
    'with-tier': [
      { field: 'tier', present: true },
      { field: 'value', order: 'desc' },
    ],
  },
} as const satisfies CollectionDefinition;

export type CustomerFields = Partial<Record<keyof typeof customers.fields, Field>>;

/** A view that is not there yet. */
export function aView(id: string, fields: CustomerFields = {}, body = `{"id":"${id}"}`): GuardedSave {
  return { id, version: 0, body, fields: { tier: null, value: null, day: null, ...fields } };
}

/** Every page of a query, one after the other; `between` is called after each that has a next one. */
export async function walk(
  collection: ViewCollection,
  query: ViewQuery,
  between: () => Promise<void> = async () => undefined,
): Promise<readonly StoredView[]> {
  const items: StoredView[] = [];
  for (let page = await collection.query(query); ; ) {
    items.push(...page.items);
    if (page.next === undefined) return items;
    await between();
    page = await collection.query({ ...query, after: page.next });
  }
}

/** A collection whose saves may have something to tell. */
export const tellingCustomers = { ...customers, name: 'telling-customers', keepsOutbox: true } as const;

/** Everything that saves after this one have to tell, in order. */
export async function outboxOf(collection: ViewCollection, after = 0): Promise<readonly KeptOutbox[]> {
  const kept: KeptOutbox[] = [];
  for await (const page of collection.outbox(after)) kept.push(...page);
  return kept;
}

export async function snapshotOf(collection: ViewCollection, pageSize?: number): Promise<readonly StoredView[]> {
  const views: StoredView[] = [];
  for await (const page of collection.snapshot(pageSize)) views.push(...page);
  return views;
}
