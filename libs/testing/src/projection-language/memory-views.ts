import {
  type CollectionDefinition,
  Failure,
  type Field,
  type GuardedSave,
  type IndexKey,
  type KeptOutbox,
  type StoredView,
  type ViewCollection,
  type ViewPage,
  type ViewQuery,
} from '@vilfredo/event-sourcing';

/** Views in memory, guarded like those of a store. */
export class MemoryViews implements ViewCollection {
  private views = new Map<string, StoredView>();
  private readonly kept = new Map<string, KeptOutbox>();
  private toldThrough = 0;

  constructor(private readonly definition: CollectionDefinition) {}

  async load(ids: readonly string[]): Promise<ReadonlyMap<string, StoredView>> {
    return new Map(ids.flatMap((id) => (this.views.has(id) ? [[id, this.views.get(id)!] as const] : [])));
  }

  async save(views: readonly GuardedSave[]): Promise<readonly string[]> {
    for (const { id, save } of this.kept.values()) if (save <= this.toldThrough) this.kept.delete(id);
    return views.filter((view) => !this.saveOne(view)).map(({ id }) => id);
  }

  async query({ index, equals = {}, atLeast, atMost, after, limit }: ViewQuery): Promise<ViewPage> {
    const keys = this.definition.indexes[index];
    if (keys === undefined) throw new Failure('invalid', `${index} is no declared index`, { field: 'index' });
    const bounded = keys.find(({ field }) => !Object.hasOwn(equals, field))?.field;
    const found = [...this.views.values()]
      .filter(({ fields }) => Object.entries(equals).every(([field, value]) => (fields[field] ?? null) === value))
      .filter(({ fields }) => isWithin(bounded === undefined ? null : (fields[bounded] ?? null), atLeast, atMost))
      .sort((a, b) => compare(keys, a, b));
    const from = after === undefined ? 0 : found.findIndex((view) => compare(keys, view, JSON.parse(after)) > 0);
    const items = from < 0 ? [] : found.slice(from, from + limit);
    const last = items.at(-1);
    if (last === undefined || from + limit >= found.length) return { items };
    return { items, next: JSON.stringify({ id: last.id, fields: last.fields }) };
  }

  async *snapshot(pageSize = 1_000): AsyncGenerator<readonly StoredView[]> {
    const views = [...this.views.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
    for (let from = 0; from < views.length; from += pageSize) yield views.slice(from, from + pageSize);
  }

  async *outbox(after: number): AsyncGenerator<readonly KeptOutbox[]> {
    const kept = [...this.kept.values()].filter(({ save }) => save > after);
    if (kept.length > 0) yield kept.sort((a, b) => a.save - b.save);
  }

  letGoOfOutbox(through: number): void {
    this.toldThrough = through;
  }

  async count(): Promise<number> {
    return this.views.size;
  }

  async remove(id: string): Promise<boolean> {
    return this.views.delete(id);
  }

  async replaceWith(candidate: ViewCollection): Promise<void> {
    if (!(candidate instanceof MemoryViews)) throw new Failure('invalid', 'is not in memory', { field: 'candidate' });
    this.views = candidate.views;
    candidate.views = new Map();
  }

  async clear(): Promise<void> {
    this.views.clear();
    this.kept.clear();
  }

  private saveOne({ id, version, body, fields, outbox }: GuardedSave): boolean {
    if ((this.views.get(id)?.version ?? 0) !== version) return false;
    this.views.set(id, { id, version: version + 1, body, fields });
    if (outbox === undefined) this.kept.delete(id);
    else this.kept.set(id, { id, ...outbox });
    return true;
  }
}

function isWithin(value: Field, atLeast: Field | undefined, atMost: Field | undefined): boolean {
  if (atLeast === undefined && atMost === undefined) return true;
  if (value === null) return false;
  return (atLeast == null || value >= atLeast) && (atMost == null || value <= atMost);
}

function compare(
  keys: readonly IndexKey[],
  a: Pick<StoredView, 'id' | 'fields'>,
  b: Pick<StoredView, 'id' | 'fields'>,
) {
  for (const { field, order } of keys) {
    const [left, right] = [a.fields[field] ?? null, b.fields[field] ?? null];
    if (left === right) continue;
    const ascending = left === null || (right !== null && left < right) ? -1 : 1;
    return order === 'desc' ? -ascending : ascending;
  }
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
}
