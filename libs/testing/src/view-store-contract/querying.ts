import { Failure, type Field, type ViewCollection, type ViewQuery, type ViewStore } from '@vilfredo/event-sourcing';
import fc from 'fast-check';
import type { Connections } from '../harness.js';
import { aView, type CustomerFields, customers, walk } from './customers-collection.js';

const fields: fc.Arbitrary<CustomerFields> = fc.record({
  tier: fc.constantFrom(null, 'core', 'top'),
  value: fc.constantFrom(null, -1, 0, 0.5, 7),
  day: fc.constantFrom(null, 1, 2),
});

export function queryingContract(connections: () => Connections<ViewStore>): void {
  describe('querying', () => {
    const open = async () => (await connections().open()).collection(customers);

    it('given any views, when they are walked along an index of mixed directions, then in its order, nulls counting as least', async () => {
      const collection = await open();
      const limits = fc.integer({ min: 1, max: 8 });
      await fc.assert(
        fc.asyncProperty(fc.array(fields, { maxLength: 40 }), limits, async (all, limit) => {
          await collection.clear();
          await collection.save(all.map((own, index) => aView(`customer-${index}`, own)));

          const walked = await walk(collection, { index: 'by-tier', limit });

          const expected = all
            .map((own, index) => aView(`customer-${index}`, own))
            .sort(
              (one, other) =>
                compare(one.fields.tier, other.fields.tier) ||
                compare(other.fields.value, one.fields.value) ||
                compare(one.fields.day, other.fields.day) ||
                compare(one.id, other.id),
            );
          expect(walked.map(({ id }) => id)).toEqual(expected.map(({ id }) => id));
        }),
        { numRuns: 40 },
      );
    });

    it('given an index of those that have a field, when it is walked, then the others are left out, also after they lose it', async () => {
      const collection = await open();
      const limits = fc.integer({ min: 1, max: 8 });
      await fc.assert(
        fc.asyncProperty(fc.array(fc.tuple(fields, fields), { maxLength: 20 }), limits, async (all, limit) => {
          await collection.clear();
          await collection.save(all.map(([before], index) => aView(`customer-${index}`, before)));
          await collection.save(all.map(([, after], index) => ({ ...aView(`customer-${index}`, after), version: 1 })));

          const walked = await walk(collection, { index: 'with-tier', limit });
          const cores = await walk(collection, { index: 'with-tier', equals: { tier: 'core' }, limit });

          const idsOf = (isWanted: (own: CustomerFields) => boolean) =>
            all.flatMap(([, own], index) => (isWanted(own) ? [`customer-${index}`] : [])).sort();
          expect(walked.map(({ id }) => id).sort()).toEqual(idsOf(({ tier }) => tier !== null));
          expect(cores.map(({ id }) => id).sort()).toEqual(idsOf(({ tier }) => tier === 'core'));
        }),
        { numRuns: 20 },
      );
    });

    it('given pages while others write, when a walk is done, then every view nobody touched was seen exactly once', async () => {
      const collection = await open();
      const writes = fc.array(fc.tuple(fc.nat({ max: 19 }), fields), { minLength: 1, maxLength: 12 });
      await fc.assert(
        fc.asyncProperty(fc.array(fields, { minLength: 20, maxLength: 30 }), writes, async (all, moves) => {
          await collection.clear();
          await collection.save(all.map((own, index) => aView(`customer-${index}`, own)));
          const pending = [...moves];
          const write = () => disturb(collection, pending.shift(), pending.length);

          const walked = await walk(collection, { index: 'by-tier', limit: 3 }, write);

          const untouched = walked.map(({ id }) => id).filter(isUntouched);
          const expected = all.map((_, index) => `customer-${index}`).filter(isUntouched);
          expect(untouched.sort()).toEqual(expected.sort());
        }),
        { numRuns: 30 },
      );
    });

    it('given a prefix and bounds, when they are asked for, then they select along the index and nulls are outside bounds', async () => {
      const collection = await open();
      await collection.save([
        aView('a', { tier: 'top', value: 1 }),
        aView('b', { tier: 'top', value: 2 }),
        aView('c', { tier: 'top', value: 3 }),
        aView('d', { tier: 'top' }),
        aView('e', { tier: 'core', value: 2 }),
        aView('f', { value: 2, day: 5 }),
      ]);
      const ids = async (query: Omit<ViewQuery, 'limit'>) =>
        (await walk(collection, { ...query, limit: 2 })).map(({ id }) => id).join('');

      expect(await ids({ index: 'by-tier', equals: { tier: 'top' } })).toBe('cbad');
      expect(await ids({ index: 'by-tier', equals: { tier: null } })).toBe('f');
      expect(await ids({ index: 'by-tier', equals: { tier: 'top' }, atLeast: 2 })).toBe('cb');
      expect(await ids({ index: 'by-tier', equals: { tier: 'top' }, atMost: 2 })).toBe('ba');
      expect(await ids({ index: 'by-tier', equals: { value: 2, tier: 'top' } })).toBe('b');
      expect(await ids({ index: 'by-value', atLeast: 2, atMost: 2 })).toBe('bef');
      expect(await ids({ index: 'by-day', atMost: 5 })).toBe('f');
    });

    it('given a limit that just fits, when the page is full, then there is no next page', async () => {
      const collection = await open();
      await collection.save([aView('a', { value: 1 }), aView('b', { value: 2 })]);

      const page = await collection.query({ index: 'by-value', limit: 2 });

      expect(page.items).toHaveLength(2);
      expect(page).not.toHaveProperty('next');
    });

    it('given a query that no declared index answers, when it is asked, then it is refused and says why', async () => {
      const collection = await open();
      await collection.save([aView('a', { value: 1 }), aView('b', { value: 2 })]);
      const { next } = await collection.query({ index: 'by-value', limit: 1 });
      const refused: [Omit<ViewQuery, 'limit'>, string][] = [
        [{ index: 'by-name' }, 'index'],
        [{ index: 'constructor' }, 'index'],
        [{ index: 'by-tier', equals: { value: 1 } }, 'equals'],
        [{ index: 'by-value', equals: { tier: 'top' } }, 'equals'],
        [{ index: 'by-value', equals: { value: 1 }, atLeast: 1 }, 'atLeast'],
        [{ index: 'by-value', after: 'garbage' }, 'cursor'],
        [{ index: 'by-day', after: next ?? '' }, 'cursor'],
        [{ index: 'by-value', equals: { value: 7 }, after: next ?? '' }, 'cursor'],
      ];

      for (const [query, field] of refused) {
        const asked = collection.query({ ...query, limit: 1 });
        await expect(asked).rejects.toBeInstanceOf(Failure);
        await expect(asked).rejects.toMatchObject({ kind: 'invalid', field });
      }
    });
  });
}

/** Moves, removes or adds a view: only `customer-0` to `customer-9` and newcomers. */
async function disturb(collection: ViewCollection, move: [number, CustomerFields] | undefined, left: number) {
  if (move === undefined) return;
  const [number, own] = move;
  if (number === 0) {
    await collection.remove('customer-0');
    return;
  }
  const id = number < 10 ? `customer-${number}` : `newcomer-${left}`;
  const stored = (await collection.load([id])).get(id) ?? aView(id);
  expect(await collection.save([{ ...stored, fields: { ...stored.fields, ...own } }])).toEqual([]);
}

function isUntouched(id: string): boolean {
  return /^customer-\d\d$/.test(id);
}

function compare(one: Field | undefined, other: Field | undefined): number {
  if (one === other) return 0;
  if (one === null || one === undefined) return -1;
  if (other === null || other === undefined) return 1;
  return one < other ? -1 : 1;
}
