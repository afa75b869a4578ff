import type { CollectionDefinition, GuardedSave, StoredView, ViewStore } from '@vilfredo/event-sourcing';
import { describeWithDatabase } from '@vilfredo/local-stack';
import { type OwnDatabase, ownDatabase } from '../test/own-database.js';
import { openMongoViewStore } from './mongo-view-store.js';

const customers: CollectionDefinition = {
  name: 'customers',
  fields: { value: 'number', tier: 'text' },
  indexes: {
    'by-value': [{ field: 'value', order: 'desc' }],
    'with-tier': [{ field: 'tier', present: true }, { field: 'value' }],
  },
};

describeWithDatabase('a collection of views', (database) => {
  let own: OwnDatabase;
  let store: ViewStore;
  beforeEach(async () => {
    own = ownDatabase(database().url);
    store = await openMongoViewStore(own.settings);
  });
  afterEach(async () => {
    await store.close();
    await own.dispose();
  });
  const indexesOf = (name: string) =>
    own.ask(async (driver) => {
      const indexes = await driver.collection(name).indexes();
      return indexes.map(({ key, partialFilterExpression: only }) => [key, ...(only === undefined ? [] : [only])]);
    });
  const declared = [
    [{ 'fields.value': -1, _id: 1 }],
    [{ 'fields.tier': 1, 'fields.value': 1, _id: 1 }, { 'fields.tier': { $gte: '' } }],
  ];

  it('given declared indexes, when the collection is opened twice, then each is there once, with the id as its last key', async () => {
    await store.collection(customers);
    await store.collection(customers);

    const indexes = await indexesOf('customers');

    expect(indexes).toEqual(expect.arrayContaining(declared));
    expect(indexes).toHaveLength((await own.isStandIn()) ? 4 : 3);
  });

  it('given a candidate that has replaced the collection, when both are looked at, then both have their indexes', async () => {
    const live = await store.collection(customers);
    const candidate = await store.collection({ ...customers, name: 'candidate', indexes: {} });

    await live.replaceWith(candidate);

    expect(await indexesOf('customers')).toEqual(expect.arrayContaining(declared));
    expect((await own.ask((driver) => driver.listCollections().toArray())).map(({ name }) => name)).toContain(
      'candidate',
    );
  });

  it('given views of an earlier definition, when a field and an index are added, then the field is null and the index answers', async () => {
    await (await store.collection(customers)).save([aView('one', { value: 3, tier: 'top' })]);

    const now = await store.collection({
      ...customers,
      fields: { ...customers.fields, risk: 'number' },
      indexes: { 'by-risk': [{ field: 'risk', order: 'desc' }] },
    });
    await now.save([aView('two', { value: 4, tier: 'core', risk: 31.4 })]);

    const { items } = await now.query({ index: 'by-risk', limit: 10 });
    expect(items.map(({ id, fields }) => [id, fields])).toEqual([
      ['two', { value: 4, tier: 'core', risk: 31.4 }],
      ['one', { value: 3, tier: 'top', risk: null }],
    ]);
  });

  it('given an index, when it is declared anew under its name with other keys, then queries follow the new keys', async () => {
    await (await store.collection(customers)).save([
      aView('b', { value: 1, tier: 'a' }),
      aView('a', { value: 2, tier: 'b' }),
    ]);

    const now = await store.collection({ ...customers, indexes: { 'by-value': [{ field: 'tier' }] } });

    expect((await now.query({ index: 'by-value', limit: 9 })).items.map(({ id }) => id)).toEqual(['b', 'a']);
  });

  it.each([
    ['a name with capitals', { ...customers, name: 'Customers' }],
    ['a field whose name is a path', { ...customers, fields: { ...customers.fields, 'a.b': 'text' } }],
    ['an index on an undeclared field', { ...customers, indexes: { 'by-age': [{ field: 'age' }] } }],
  ] as const)('given %s, when the collection is opened, then it is invalid', async (_, definition) => {
    await expect(store.collection(definition)).rejects.toMatchObject({ kind: 'invalid' });
  });

  it.each([
    ['a field that is not declared', { ...aView('bad'), fields: { vlaue: 1 } }, 'fields'],
    ['a text for a number', aView('bad', { value: '1' }), 'fields.value'],
    ['no number', aView('bad', { value: Number.NaN }), 'fields.value'],
    ['half a character in a field', aView('bad', { tier: '\ud83d' }), 'fields.tier'],
    ['half a character in the id', aView('bad\ud83d'), 'id'],
    ['a body of more than 16 MB', { ...aView('bad'), body: 'ü'.repeat(8 * 1024 * 1024) }, 'body'],
  ])(
    'given %s, when it is saved with others, then it is invalid by name and none is written',
    async (_, bad, field) => {
      const collection = await store.collection(customers);

      const saved = collection.save([aView('good'), bad]);

      await expect(saved).rejects.toMatchObject({
        kind: 'invalid',
        field,
        reason: expect.stringContaining('of view bad'),
      });
      expect(await collection.count()).toBe(0);
    },
  );

  it('given text of every kind, when it is saved, then it comes back as it was', async () => {
    const collection = await store.collection(customers);
    const odd = { ...aView('a\u0000b $.😀', { tier: '\u0000$x.y' }), body: `"\u0000${'€'.repeat(5_000_000)}"` };

    await collection.save([odd]);

    const { items } = await collection.query({ index: 'with-tier', equals: { tier: '\u0000$x.y' }, limit: 1 });
    expect(items).toEqual([{ ...odd, version: 1 }]);
    expect(await collection.remove(odd.id)).toBe(true);
    expect([...(await collection.load([odd.id, 'half\ud83d'])).keys()]).toEqual([]);
  });

  it('given a collection of another store or with other fields, when it is to replace, then it is refused', async () => {
    const live = await store.collection(customers);
    const other = await openMongoViewStore(own.settings);
    const foreign = await other.collection({ ...customers, name: 'foreign' });
    await other.close();
    const different = await store.collection({ name: 'different', fields: { value: 'number' }, indexes: {} });

    for (const candidate of [foreign, different]) {
      await expect(live.replaceWith(candidate)).rejects.toMatchObject({ kind: 'invalid', field: 'candidate' });
    }
  });

  it('given saves that go on, when views are loaded and walked, then each is whole and each walk is of one moment', async () => {
    const [writer, reader] = [await store.collection(customers), await store.collection(customers)];
    const ids = Array.from({ length: 200 }, (_, index) => `customer-${1000 + index}`);
    let isOver = false;
    const writing = (async () => {
      for (let version = 0; !isOver; version++) {
        const body = JSON.stringify({ version: version + 1, filling: 'x'.repeat(900) });
        await writer.save(ids.map((id) => ({ ...aView(id, { value: version + 1 }), version, body })));
      }
    })();

    const seen: StoredView[] = [];
    const moments: boolean[] = [];
    for (const until = performance.now() + 1_500; performance.now() < until; ) {
      const walked = (await Array.fromAsync(reader.snapshot(60))).flat();
      // They are written in this order, so at any moment some that are ahead by one come first.
      const [first, last] = [walked[0]?.version ?? 0, walked.at(-1)?.version ?? 0];
      moments.push(
        first - last <= 1 && walked.every((view, at) => at === 0 || view.version <= walked[at - 1]!.version),
      );
      seen.push(...walked, ...(await reader.load(ids)).values());
    }
    isOver = true;
    await writing;

    expect(moments).toEqual(moments.map(() => true));
    expect(
      seen.filter(({ version, body, fields }) => JSON.parse(body).version !== version || fields.value !== version),
    ).toEqual([]);
  });

  it('given a walk that is broken off, when the database is looked at, then nothing is left of it', async () => {
    const collection = await store.collection(customers);
    await collection.save(['a', 'b', 'c'].map((id) => aView(id)));

    for await (const page of collection.snapshot(1)) if (page.length > 0) break;

    expect(await own.ask((driver) => driver.listCollections().toArray())).toHaveLength(1);
  });
});

function aView(id: string, fields: GuardedSave['fields'] = {}): GuardedSave {
  return { id, version: 0, body: '{}', fields: { value: null, tier: null, ...fields } };
}
