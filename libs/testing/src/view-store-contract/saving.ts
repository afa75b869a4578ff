import type { ViewStore } from '@vilfredo/event-sourcing';
import type { Connections } from '../harness.js';
import { aView, customers, walk } from './customers-collection.js';

export function savingContract(connections: () => Connections<ViewStore>): void {
  describe('saving', () => {
    const open = async () => (await connections().open()).collection(customers);

    it('given views not there yet, when they are saved, then they are loaded as version 1 and the missing are not', async () => {
      const collection = await open();
      const one = aView('one', { tier: 'top', value: 87.31, day: 20_000 }, '{"name":"Zoë \'€"}');

      expect(await collection.save([one, aView('two')])).toEqual([]);

      const loaded = await collection.load(['two', 'three', 'one']);
      expect([...loaded.keys()].sort()).toEqual(['one', 'two']);
      expect(loaded.get('one')).toEqual({ ...one, version: 1 });
      expect(loaded.get('two')).toEqual({ ...aView('two'), version: 1 });
    });

    it('given a view, when it is saved on its version, then body and fields are the new ones and the version counts on', async () => {
      const collection = await open();
      await collection.save([aView('one', { tier: 'top', value: 3 })]);
      const changed = { ...aView('one', { tier: null, value: 4 }), version: 1, body: '{"changed":true}' };

      expect(await collection.save([changed])).toEqual([]);

      expect((await collection.load(['one'])).get('one')).toEqual({ ...changed, version: 2 });
      expect(await walk(collection, { index: 'by-tier', equals: { tier: 'top' }, limit: 10 })).toEqual([]);
    });

    it('given a stale view among others, when they are saved, then it alone loses and the others are written', async () => {
      const collection = await open();
      await collection.save([aView('one'), aView('two'), aView('three')]);
      await collection.save([{ ...aView('two'), version: 1, body: '"theirs"' }]);

      const lost = await collection.save(
        ['one', 'two', 'three', 'new'].map((id) => ({ ...aView(id), version: id === 'new' ? 0 : 1, body: '"mine"' })),
      );

      expect(lost).toEqual(['two']);
      const bodies = [...(await collection.load(['one', 'two', 'three', 'new'])).values()].map(({ id, body }) => [
        id,
        body,
      ]);
      expect(Object.fromEntries(bodies)).toEqual({ one: '"mine"', two: '"theirs"', three: '"mine"', new: '"mine"' });
    });

    it('given a view, when it is saved as if it were new or had vanished, then the save loses', async () => {
      const collection = await open();
      await collection.save([aView('one')]);

      expect(await collection.save([aView('one'), { ...aView('never-there'), version: 3 }])).toEqual([
        'one',
        'never-there',
      ]);

      expect(await collection.count()).toBe(1);
    });

    it('given a view, when it is removed, then it is gone, and gone once', async () => {
      const collection = await open();
      await collection.save([aView('one'), aView('two')]);

      expect(await collection.remove('one')).toBe(true);
      expect(await collection.remove('one')).toBe(false);

      expect([...(await collection.load(['one', 'two'])).keys()]).toEqual(['two']);
      expect(await collection.save([aView('one')])).toEqual([]);
    });

    it('given saved views, when the store is reopened, then they are there', async () => {
      await (await open()).save([aView('one', { value: 1.5 })]);
      await connections().closeAll();

      const loaded = await (await open()).load(['one']);

      expect(loaded.get('one')).toEqual({ ...aView('one', { value: 1.5 }), version: 1 });
    });

    it('given two collections, when one is cleared, then the other keeps its views', async () => {
      const store = await connections().open();
      const one = await store.collection(customers);
      const other = await store.collection({ ...customers, name: 'other-customers' });
      await one.save([aView('one')]);
      await other.save([aView('one')]);

      await one.clear();

      expect([await one.count(), await other.count()]).toEqual([0, 1]);
    });
  });
}
