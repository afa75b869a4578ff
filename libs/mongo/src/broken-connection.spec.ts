import type { GuardedSave, ViewCollection, ViewStore } from '@vilfredo/event-sourcing';
import { describeWithDatabase } from '@vilfredo/local-stack';
import { eventually } from '@vilfredo/testing';
import { type OwnDatabase, ownDatabase } from '../test/own-database.js';
import { WireTap } from '../test/wire-tap.js';
import { openMongoViewStore } from './mongo-view-store.js';

const definition = { name: 'customers', fields: {}, indexes: {} };

describeWithDatabase('a connection that breaks', (database) => {
  let own: OwnDatabase;
  let tap: WireTap;
  let store: ViewStore;
  let views: ViewCollection;
  beforeEach(async () => {
    own = ownDatabase(database().url);
    tap = await WireTap.before(own.settings.url);
    store = await openMongoViewStore({ ...own.settings, url: tap.url, timeoutMs: 3_000 });
    views = await store.collection(definition);
  });
  afterEach(async () => {
    await store.close();
    await tap.close();
    await own.dispose();
  });

  it('given saves of new, known and stale views, when they are done together, then each save and each load is one request', async () => {
    await views.save([aView('known', 0), aView('stale', 0)]);
    await views.save([aView('stale', 1)]);
    tap.commands.length = 0;

    expect(await views.save([aView('new', 0), aView('known', 1), aView('stale', 1)])).toEqual(['stale']);
    await views.load(['new', 'known', 'stale']);

    expect(tap.commands.filter((command) => command === 'update' || command === 'find')).toEqual(['update', 'find']);
  });

  it('given a save whose answer is lost, when it is told, then never as lost: what is stored decides', async () => {
    tap.fateOf = once('update', 'is done and its answer lost');

    const told = await outcomeOf(views.save([aView('one', 0)]));

    // A cluster remembers what it has done for a driver that asks again; the stand-in does not.
    expect(told).toEqual((await own.isStandIn()) ? 'unavailable' : []);
    expect((await views.load(['one'])).get('one')?.version).toBe(1);
    expect(await views.save([aView('one', 1)])).toEqual([]);
  });

  it('given a save that does not arrive, when it is told, then never as saved unless it is', async () => {
    tap.fateOf = once('update', 'is lost');

    const told = await outcomeOf(views.save([aView('one', 0)]));

    expect(told).toEqual((await own.isStandIn()) ? 'unavailable' : []);
    expect(await views.count()).toBe(told === 'unavailable' ? 0 : 1);
  });

  it('given a replacement whose answer is lost, when it is told, then as done, for the candidate has gone by that name', async () => {
    const candidate = await store.collection({ ...definition, name: 'customers-candidate' });
    await candidate.save([aView('new', 0)]);
    tap.fateOf = once('renameCollection', 'is done and its answer lost');

    await views.replaceWith(candidate);

    expect([...(await views.load(['new'])).keys()]).toEqual(['new']);
    expect(await candidate.count()).toBe(0);
  });

  it('given a replacement that does not arrive, when it is told, then it is unavailable and both are as they were', async () => {
    const candidate = await store.collection({ ...definition, name: 'customers-candidate' });
    await views.save([aView('old', 0)]);
    await candidate.save([aView('new', 0)]);
    tap.fateOf = once('renameCollection', 'is lost');

    await expect(views.replaceWith(candidate)).rejects.toMatchObject({ kind: 'unavailable' });

    expect([...(await views.load(['old', 'new'])).keys()]).toEqual(['old']);
    expect(await candidate.count()).toBe(1);
  });

  it('given a database that falls silent, when it is asked, then it is unavailable after a while, and serves again later', async () => {
    tap.silent = true;

    const asked = performance.now();
    const saved = views.save([aView('one', 0)]);
    await expect(saved).rejects.toMatchObject({
      kind: 'unavailable',
      reason: expect.stringMatching(/broke|no database/),
      retryAfter: 5,
    });
    await expect(views.load(['one'])).rejects.toMatchObject({ kind: 'unavailable' });
    expect(performance.now() - asked).toBeLessThan(10_000);

    tap.silent = false;
    await eventually(() => views.load(['one']), { timeout: 15_000 });
    expect(await views.save([aView('one', 0)])).toEqual([]);
  });

  it('given a store that is closed, when it is asked, then it is unavailable', async () => {
    await store.close();

    await expect(views.load(['one'])).rejects.toMatchObject({ kind: 'unavailable' });
    await expect(views.save([aView('one', 0)])).rejects.toMatchObject({ kind: 'unavailable' });
    await expect(views.snapshot()[Symbol.asyncIterator]().next()).rejects.toMatchObject({ kind: 'unavailable' });
    await expect(store.collection(definition)).rejects.toMatchObject({ kind: 'unavailable' });
  });
});

function aView(id: string, version: number): GuardedSave {
  return { id, version, body: '{}', fields: {} };
}

/** The ids that lost, or the kind of failure. */
async function outcomeOf(saved: Promise<readonly string[]>): Promise<unknown> {
  return saved.catch(({ kind }) => kind);
}

function once(wanted: string, fate: 'is lost' | 'is done and its answer lost'): WireTap['fateOf'] {
  let met = false;
  return (command) => {
    if (met || command !== wanted) return 'passes';
    met = true;
    return fate;
  };
}
