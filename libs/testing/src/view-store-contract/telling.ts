import type { GuardedSave, ViewStore } from '@vilfredo/event-sourcing';
import type { Connections } from '../harness.js';
import { aView, outboxOf, snapshotOf, tellingCustomers } from './customers-collection.js';

export function tellingContract(connections: () => Connections<ViewStore>): void {
  describe('what saves have to tell', () => {
    const open = async () => (await connections().open()).collection(tellingCustomers);

    it('given saves with something to tell, when it is asked for, then it is given in their order, as it was', async () => {
      const collection = await open();
      await collection.save([telling('one', 0, 1, '{"name":"Zoë \'€"}\n{}'), aView('two')]);
      await collection.save([telling('three', 0, 2), telling('two', 1, 2)]);

      const kept = await outboxOf(collection);

      expect(kept.slice(0, 1)).toEqual([{ id: 'one', save: 1, changes: '{"name":"Zoë \'€"}\n{}' }]);
      expect(kept.slice(1).map(({ id, save, changes }) => [id, save, changes])).toEqual(
        expect.arrayContaining([
          ['three', 2, 'three at 2'],
          ['two', 2, 'two at 2'],
        ]),
      );
      expect(kept).toHaveLength(3);
      expect((await outboxOf(collection, 1)).map(({ save }) => save)).toEqual([2, 2]);
    });

    it('given more of it than a page holds, when it is asked for, then each is given once', async () => {
      const collection = await open();
      const ids = Array.from({ length: 1_201 }, (_, nth) => `customer-${nth}`);
      await collection.save(ids.map((id) => telling(id, 0, 7)));

      expect((await outboxOf(collection)).map(({ id }) => id).sort()).toEqual([...ids].sort());
    });

    it('given a save that loses its race, when it is asked for, then it has nothing to tell', async () => {
      const collection = await open();
      await collection.save([telling('one', 0, 1)]);

      expect(await collection.save([telling('one', 0, 2), telling('two', 0, 2)])).toEqual(['one']);

      expect((await outboxOf(collection, 1)).map(({ id }) => id)).toEqual(['two']);
    });

    it('given views that are read, when they had something to tell, then that is not among their fields', async () => {
      const collection = await open();
      const view = aView('one', { value: 3 });
      await collection.save([{ ...view, outbox: { save: 1, changes: 'a' } }]);

      expect((await collection.load(['one'])).get('one')).toEqual({ ...view, version: 1 });
      expect(await snapshotOf(collection)).toEqual([{ ...view, version: 1 }]);
    });

    it('given what is told, when it is let go of, then what is not told yet stays, also when the store is reopened', async () => {
      const collection = await open();
      await collection.save([telling('one', 0, 1)]);
      await collection.save([telling('two', 0, 2)]);
      collection.letGoOfOutbox(1);
      await collection.save([telling('three', 0, 3)]);
      await connections().closeAll();

      expect((await outboxOf(await open(), 1)).map(({ id }) => id)).toEqual(['two', 'three']);
    });

    it('given a collection that is cleared, when it is asked for, then nothing is left to tell', async () => {
      const collection = await open();
      await collection.save([telling('one', 0, 1)]);

      await collection.clear();

      expect(await outboxOf(collection)).toEqual([]);
    });
  });
}

function telling(id: string, version: number, save: number, changes = `${id} at ${save}`): GuardedSave {
  return { ...aView(id), version, outbox: { save, changes } };
}
