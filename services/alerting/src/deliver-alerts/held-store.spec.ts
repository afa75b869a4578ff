import { openScratchStore } from '@vilfredo/embedded';
import { Failure, type GuardedSave, type ViewCollection } from '@vilfredo/event-sourcing';
import { anEvent } from '@vilfredo/testing';
import fc from 'fast-check';
import { HeldStore, heldCollection } from './held-store.js';
import { type Held, messageOf } from './message.js';

function held(customer: string, place: number): Held {
  const event = {
    ...anEvent({ subject: customer }),
    recordedat: '2026-03-01T10:00:00.000Z',
    partition: 0,
    offset: place,
  };
  const untried = { notBefore: 0, attempts: 0, firstAt: null, lastAt: null, lastError: null, batch: null };
  return { message: messageOf(event), place, ...untried };
}

/** A store over a network, whose server dies while it does a save: it has done just some of it. */
function dyingAfter(views: ViewCollection, saves: number, does: (nth: number) => boolean): ViewCollection {
  let left = saves;
  const save = async (wanted: readonly GuardedSave[]) => {
    if (left-- > 0) return views.save(wanted);
    await views.save(wanted.filter((_, nth) => does(nth)));
    throw new Failure('unavailable', 'the server is gone');
  };
  return new Proxy(views, {
    get: (target, name: keyof ViewCollection) => (name === 'save' ? save : target[name].bind(target)),
  });
}

describe('messages that are held', () => {
  let scratch: Awaited<ReturnType<typeof openScratchStore>>;
  beforeEach(async () => {
    scratch = await openScratchStore();
  });
  afterEach(() => scratch.dispose());

  it('given any of them, when the server dies in the midst of keeping them, then of no customer one is there without those before it', async () => {
    const views = await scratch.store.collection(heldCollection);
    const customers = fc.array(fc.constantFrom('a', 'b', 'c'), { minLength: 1, maxLength: 8 });
    const lost = fc.array(fc.boolean(), { minLength: 8, maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(customers, fc.nat(4), lost, async (whose, saves, does) => {
        await views.clear();
        const all = whose.map((customer, place) => held(customer, place));
        const dying = dyingAfter(views, saves, (nth) => does[nth]!);
        await new HeldStore(dying, 'receiver').keep(all).catch((error: unknown) => {
          if (!(error instanceof Failure)) throw error;
        });
        const kept = await new HeldStore(views, 'receiver').load();
        for (const customer of ['a', 'b', 'c']) {
          const places = (list: readonly Held[]) =>
            list.filter(({ message }) => message.customerId === customer).map(({ place }) => place);
          expect(places(kept)).toEqual(places(all).slice(0, places(kept).length));
        }
      }),
      { numRuns: 60 },
    );
  });

  it('given some that are kept already, when they are kept again and removed, then each is there once and then no more', async () => {
    const views = await scratch.store.collection(heldCollection);
    const store = new HeldStore(views, 'receiver');
    const all = [held('a', 1), held('b', 2), held('a', 3)];
    await store.keep(all);
    await store.keep(all.map((one) => ({ ...one, attempts: 1 })));
    expect((await store.load()).map(({ place, attempts }) => [place, attempts])).toEqual([
      [1, 1],
      [2, 1],
      [3, 1],
    ]);
    await store.remove(all);
    expect(await store.load()).toEqual([]);
  });
});
