import type { ViewCollection, ViewStore } from '@vilfredo/event-sourcing';
import type { Connections } from '../harness.js';
import { aView, customers } from './customers-collection.js';

export function racingContract(connections: () => Connections<ViewStore>): void {
  describe('racing', () => {
    const open = async () => (await connections().open()).collection(customers);

    it('given two writers of one view, when both save in 50 rounds, then each time one wins and the other decides again', async () => {
      const writers = [await open(), await open()];
      for (let round = 0; round < 50; round++) {
        if (round % 2 === 1) writers.reverse();
        const decided = await Promise.all(writers.map((writer) => counted(writer, 'one')));
        const lost = await Promise.all(writers.map((writer, index) => writer.save([decided[index]!])));

        expect(lost.map((ids) => ids.length).sort()).toEqual([0, 1]);
        const loser = lost.findIndex((ids) => ids.length === 1);
        expect(await writers[loser]!.save([await counted(writers[loser]!, 'one')])).toEqual([]);
      }

      expect((await writers[0]!.load(['one'])).get('one')).toMatchObject({ body: '100', version: 100 });
    });

    it('given four connections, when all count up the same views at once, then no count is lost', async () => {
      const writers = [await open(), await open(), await open(), await open()];
      const ids = ['one', 'two', 'three'];

      await Promise.all(writers.flatMap((writer) => Array.from({ length: 5 }, () => countUp(writer, ids, 5))));

      const views = await writers[0]!.load(ids);
      for (const id of ids) expect(views.get(id)).toMatchObject({ body: '100', version: 100 });
    });
  });
}

/** The view with its count increased, decided on what is stored now. */
async function counted(collection: ViewCollection, id: string) {
  const stored = (await collection.load([id])).get(id) ?? aView(id, {}, '0');
  return { ...stored, body: String(Number(stored.body) + 1) };
}

async function countUp(collection: ViewCollection, ids: readonly string[], times: number): Promise<void> {
  for (let time = 0; time < times; time++) {
    for (let open = ids; open.length > 0; ) {
      open = await collection.save(await Promise.all(open.map((id) => counted(collection, id))));
    }
  }
}
