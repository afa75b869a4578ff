import type { ViewStore } from '@vilfredo/event-sourcing';
import type { Connections } from '../harness.js';
import { aView, customers, snapshotOf, walk } from './customers-collection.js';

const ids = Array.from({ length: 30 }, (_, index) => `customer-${10 + index}`);

export function wholeCollectionContract(connections: () => Connections<ViewStore>): void {
  describe('the whole collection', () => {
    const open = async () => (await connections().open()).collection(customers);

    it('given writes that go on, when a snapshot is walked, then it is one moment in time and holds nobody up', async () => {
      const collection = await open();
      const other = await open();
      await collection.save(ids.map((id) => aView(id, {}, '"before"')));
      const seen: string[] = [];
      let round = 0;
      for await (const page of collection.snapshot(4)) {
        seen.push(...page.map(({ id, body }) => `${id} ${body}`));
        round += 1;
        const stored = [...(await other.load(ids)).values()];
        expect(await other.save(stored.map((view) => ({ ...view, body: '"after"' })))).toEqual([]);
        await other.save([aView(`customer-99-${round}`)]);
        await collection.remove(ids[ids.length - round]!);
      }

      expect(round).toBe(8);
      expect(seen).toEqual(ids.map((id) => `${id} "before"`));
    });

    it('given a snapshot that is left early, when the store is closed, then nothing hinders it', async () => {
      const collection = await open();
      await collection.save(ids.map((id) => aView(id)));
      for await (const page of collection.snapshot(4)) {
        expect(page).toHaveLength(4);
        break;
      }

      await connections().closeAll();
    });

    it('given a candidate, when it replaces the collection, then its views are the content and it is empty', async () => {
      const store = await connections().open();
      const live = await store.collection(customers);
      const candidate = await store.collection({ ...customers, name: 'customers-candidate' });
      await live.save([aView('old', { value: 1 }), aView('both', { value: 2 })]);
      await candidate.save([aView('both', { value: 3 }, '"rebuilt"'), aView('new', { value: 4 })]);

      await live.replaceWith(candidate);

      expect((await snapshotOf(live)).map(({ id, body }) => [id, body])).toEqual([
        ['both', '"rebuilt"'],
        ['new', '{"id":"new"}'],
      ]);
      expect((await walk(live, { index: 'by-value', limit: 1 })).map(({ id }) => id)).toEqual(['new', 'both']);
      expect(await candidate.count()).toBe(0);
      expect(await live.save([{ ...aView('new'), version: 1 }])).toEqual([]);
    });

    it('given a reader, when a collection is replaced meanwhile, then it sees the old content or the new one', async () => {
      const store = await connections().open();
      const live = await store.collection(customers);
      const candidate = await store.collection({ ...customers, name: 'customers-candidate' });
      const reader = await open();
      await live.save(ids.map((id) => aView(id, {}, '"old"')));
      await candidate.save(ids.map((id) => aView(id, {}, '"new"')));
      const bodies = async () => new Set((await snapshotOf(reader, 7)).map(({ body }) => body));

      const [during] = await Promise.all([bodies(), live.replaceWith(candidate)]);

      expect(during.size).toBe(1);
      expect(await bodies()).toEqual(new Set(['"new"']));
    });
  });
}
