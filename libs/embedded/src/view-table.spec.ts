import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { CollectionDefinition, ViewCollection, ViewStore } from '@vilfredo/event-sourcing';
import { type TemporaryFolder, temporaryFolder } from '@vilfredo/testing';
import { openViewStore } from './embedded-view-store.js';
import { rangesOf } from './view-range.js';
import { ordering } from './view-table.js';

const before: CollectionDefinition = {
  name: 'customers',
  fields: { value: 'number', tier: 'text' },
  indexes: {
    'by-value': [{ field: 'value', order: 'desc' }],
    'by-tier': [{ field: 'tier' }, { field: 'value', order: 'desc' }],
  },
};

describe('the table of a collection', () => {
  let folder: TemporaryFolder;
  let store: ViewStore;
  beforeEach(async () => {
    folder = await temporaryFolder();
    store = await openViewStore({ folder: folder.path });
  });
  afterEach(async () => {
    await store.close();
    await folder.dispose();
  });

  it('given views of an earlier definition, when a field and an index are added, then the field is null and the index answers', async () => {
    const old = await store.collection(before);
    await old.save([{ id: 'one', version: 0, body: '1', fields: { value: 3, tier: 'top' } }]);
    await store.close();
    store = await openViewStore({ folder: folder.path });

    const now = await store.collection({
      ...before,
      fields: { ...before.fields, risk: 'number' },
      indexes: { ...before.indexes, 'by-risk': [{ field: 'risk', order: 'desc' }] },
    });
    await now.save([{ id: 'two', version: 0, body: '2', fields: { value: 4, tier: 'core', risk: 31.4 } }]);

    const { items } = await now.query({ index: 'by-risk', limit: 10 });
    expect(items.map(({ id, fields }) => [id, fields])).toEqual([
      ['two', { value: 4, tier: 'core', risk: 31.4 }],
      ['one', { value: 3, tier: 'top', risk: null }],
    ]);
  });

  it('given views of an earlier format with something to tell, when the collection is opened, then it is still to be told', async () => {
    const index = { flush: [{ field: 'flush', present: true }] } as const;
    const earlier = {
      ...before,
      fields: { ...before.fields, outbox: 'text', flush: 'number' },
      indexes: index,
    } as const;
    const old = await store.collection(earlier);
    const fields = { value: 3, tier: 'top' };
    await old.save([
      { id: 'one', version: 0, body: '1', fields: { ...fields, outbox: 'told', flush: 7 } },
      { id: 'two', version: 0, body: '2', fields: { ...fields, outbox: 'to tell', flush: 8 } },
      { id: 'silent', version: 0, body: '3', fields },
    ]);

    const now = await store.collection({ ...before, keepsOutbox: true });

    expect(await Array.fromAsync(now.outbox(7))).toEqual([[{ id: 'two', save: 8, changes: 'to tell' }]]);
    expect((await now.load(['two'])).get('two')).toEqual({ id: 'two', version: 1, body: '2', fields });
    expect(await now.save([{ id: 'two', version: 1, body: '', fields, outbox: { save: 9, changes: 'b' } }])).toEqual(
      [],
    );
    const columns = columnsOf(join(folder.path, 'views.db'), 'view_customers');
    expect(columns).toEqual(['id', 'version', 'body', 'f_value', 'f_tier']);
  });

  it('given saves that are told one after the other, when rows of the outbox are counted, then those of the last are left', async () => {
    const collection = await store.collection({ ...before, keepsOutbox: true });
    for (let save = 1; save < 9; save++) {
      const outbox = { save, changes: 'a' };
      await collection.save([{ id: 'one', version: save - 1, body: '', fields: {}, outbox }]);
      collection.letGoOfOutbox(save);
    }

    expect((await Array.fromAsync(collection.outbox(0))).flat()).toEqual([{ id: 'one', save: 8, changes: 'a' }]);
  });

  it('given an index, when it is declared anew under its name with other keys, then queries follow the new keys', async () => {
    const old = await store.collection(before);
    await old.save(['b', 'a'].map((id, value) => ({ id, version: 0, body: '', fields: { value, tier: id } })));

    const now = await store.collection({ ...before, indexes: { 'by-value': [{ field: 'tier' }] } });

    expect((await now.query({ index: 'by-value', limit: 9 })).items.map(({ id }) => id)).toEqual(['a', 'b']);
  });

  it.each([
    ['a name with capitals', { ...before, name: 'Customers' }],
    ['a name that would be SQL', { ...before, name: 'x" (id); --' }],
    ['fields that differ by case only', { ...before, fields: { value: 'number', tier: 'text', Tier: 'text' } }],
    ['an index on an undeclared field', { ...before, indexes: { 'by-age': [{ field: 'age' }] } }],
  ] as const)('given %s, when the collection is opened, then it is invalid', async (_, definition) => {
    await expect(store.collection(definition)).rejects.toMatchObject({ kind: 'invalid' });
  });

  it('given a field that is not declared, when a view with it is saved, then it is invalid and none of the save is written', async () => {
    const collection = await store.collection(before);
    const views = [
      { id: 'one', version: 0, body: '', fields: { value: 1 } },
      { id: 'two', version: 0, body: '', fields: { vlaue: 1 } },
    ];

    await expect(collection.save(views)).rejects.toMatchObject({ kind: 'invalid', field: 'fields' });
    expect(await collection.count()).toBe(0);
  });

  it('given any place along an index, when a page is read from it, then SQLite seeks in the index and sorts nothing', async () => {
    const collection = await store.collection(before);
    const views = Array.from({ length: 30 }, (_, value) => ({
      id: `c-${value}`,
      version: 0,
      body: '',
      fields: { value: value % 3 === 0 ? null : value, tier: value % 2 === 0 ? 'top' : null },
    }));
    await collection.save(views);
    const database = new DatabaseSync(join(folder.path, 'views.db'), { readOnly: true });
    for (const [index, keys] of Object.entries(before.indexes)) {
      const cursors = await cursorsAlong(collection, index);
      expect(cursors).toHaveLength(29);
      const ranges = cursors.flatMap((after) => rangesOf({ index, limit: 1, after }, keys));
      for (const { condition, values } of ranges) {
        const plan = `EXPLAIN QUERY PLAN SELECT * FROM view_customers WHERE ${condition} ORDER BY ${ordering(keys)} LIMIT 1`;
        const steps = database.prepare(plan).all(...values);
        expect(steps).toMatchObject([{ detail: expect.stringMatching(/^SEARCH view_customers USING INDEX/) }]);
      }
    }
    database.close();
  });
});

function columnsOf(file: string, table: string): readonly unknown[] {
  const database = new DatabaseSync(file, { readOnly: true });
  const columns = database.prepare(`PRAGMA table_info(${table})`).all();
  database.close();
  return columns.map(({ name }) => name);
}

async function cursorsAlong(collection: ViewCollection, index: string): Promise<readonly string[]> {
  const cursors: string[] = [];
  for (let { next } = await collection.query({ index, limit: 1 }); next !== undefined; ) {
    cursors.push(next);
    ({ next } = await collection.query({ index, limit: 1, after: next }));
  }
  return cursors;
}
