import { openViewStore } from '@vilfredo/embedded';
import { Failure, type ViewCollection, type ViewStore } from '@vilfredo/event-sourcing';
import { type TemporaryFolder, temporaryFolder } from '@vilfredo/testing';
import { Refusals, refusedIn } from './refusals.js';

describe('what an intake refused', () => {
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

  it('given refusals, when the process starts again, then they are still counted, by reason and service', async () => {
    const refusals = await Refusals.open(store, 'orders');
    await refusals.count({ badDate: 2, noCustomer: 1 });
    await refusals.count({ badDate: 1 });
    await store.close();
    store = await openViewStore({ folder: folder.path });
    expect(await (await Refusals.open(store, 'orders')).byReason()).toEqual({ badDate: 3, noCustomer: 1 });
    expect(await (await Refusals.open(store, 'contacts')).byReason()).toEqual({});
  });

  it('given two processes of a service, when they count at once, then nothing is lost', async () => {
    const both = [await Refusals.open(store, 'orders'), await Refusals.open(store, 'orders')];
    await Promise.all(Array.from({ length: 40 }, (_, i) => both[i % 2]!.count({ badDate: 1 })));
    expect(await both[0]!.byReason()).toEqual({ badDate: 40 });
  });

  it('given a medium that refuses, when it takes again, then what was counted meanwhile is told', async () => {
    let isAway = true;
    const open = store.collection.bind(store);
    const collection = async (definition: Parameters<typeof open>[0]) => {
      const views = await open(definition);
      const save: ViewCollection['save'] = (all) =>
        isAway ? Promise.reject(new Failure('unavailable', 'away')) : views.save(all);
      return Object.assign(Object.create(views) as ViewCollection, { load: views.load.bind(views), save });
    };
    const refusals = await Refusals.open({ collection, close: () => store.close() }, 'orders');
    await refusals.count({ badDate: 1 });
    await refusals.count({ badDate: 1, conflict: 1 });
    await expect(refusals.byReason()).rejects.toMatchObject({ kind: 'unavailable' });
    isAway = false;
    expect(await refusals.byReason()).toEqual({ badDate: 2, conflict: 1 });
  });

  it('given more reasons than are told apart, when they are counted, then those beyond are counted together', async () => {
    const refusals = await Refusals.open(store, 'orders');
    await refusals.count(Object.fromEntries(Array.from({ length: 300 }, (_, i) => [`r${i}`, 1])));
    const by = await refusals.byReason();
    expect([Object.keys(by).length, by.others]).toEqual([201, 100]);
  });

  it('given an answer, when its refusals are counted, then each record is counted once, by what was told first', () => {
    const refused = [
      { line: 1, field: 'at', reason: 'badDate' },
      { line: 1, field: 'customerId', reason: 'missing' },
      { line: 3, field: '', reason: 'badDate' },
    ];
    expect(refusedIn({ refused })).toEqual({ badDate: 2 });
    expect(refusedIn({ refused: [], refusedBeyond: 4 })).toEqual({ others: 4 });
  });
});
