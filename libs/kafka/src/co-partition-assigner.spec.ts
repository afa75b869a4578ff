import fc from 'fast-check';
import { dealPartitions, type GroupMemberView } from './co-partition-assigner.js';

const topics = ['customers', 'orders'];
const numbers = fc.array(fc.nat(15), { maxLength: 8 });
const members = fc.uniqueArray(
  fc.record({ id: fc.string({ minLength: 1, maxLength: 4 }), topics: fc.constant(topics), owned: numbers }),
  { selector: ({ id }) => id, minLength: 1, maxLength: 6 },
);
const countsOf = (count: number) => new Map(topics.map((topic) => [topic, count]));
const dealt = (among: readonly GroupMemberView[], count: number) =>
  new Map([...dealPartitions(among, countsOf(count))].map(([id, { orders = [] }]) => [id, orders]));

describe('dealing partitions', () => {
  it('given any members, when partitions are dealt, then each number is dealt once, in shares that differ by one at most', () => {
    fc.assert(
      fc.property(members, fc.integer({ min: 1, max: 12 }), (among, count) => {
        const shares = [...dealt(among, count).values()];
        expect(shares.flat().sort((a, b) => a - b)).toEqual(Array.from({ length: count }, (_, number) => number));
        const sizes = shares.map(({ length }) => length);
        expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('given several topics, when partitions are dealt, then a member has the same numbers of all of them', () => {
    fc.assert(
      fc.property(members, fc.integer({ min: 1, max: 12 }), (among, count) => {
        for (const { customers, orders } of dealPartitions(among, countsOf(count)).values()) {
          expect(customers).toEqual(orders);
        }
      }),
    );
  });

  it('given the same members in any order, when partitions are dealt, then everybody gets the same', () => {
    fc.assert(
      fc.property(members, (among) => {
        expect(dealt(among.toReversed(), 12)).toEqual(dealt(among, 12));
      }),
    );
  });

  it('given partitions dealt out, when a member joins or leaves, then the others give up no more than their share demands', () => {
    fc.assert(
      fc.property(members, fc.boolean(), (among, isJoining) => {
        const before = dealt(among, 12);
        const stay = isJoining || among.length === 1 ? among : among.slice(1);
        const now = [
          ...stay.map((member) => ({ ...member, owned: before.get(member.id)! })),
          ...(isJoining ? [{ id: 'the new one', topics, owned: [] }] : []),
        ];
        const after = dealt(now, 12);
        for (const { id } of stay) {
          const kept = before.get(id)!.filter((number) => after.get(id)!.includes(number));
          expect(kept).toHaveLength(Math.min(before.get(id)!.length, after.get(id)!.length));
        }
      }),
    );
  });

  it('given a topic of one partition, when partitions are dealt, then it goes with the first number', () => {
    const among = ['a', 'b'].map((id) => ({ id, topics: [...topics, 'governance'], owned: [] }));

    const assignments = dealPartitions(among, new Map([...countsOf(4), ['governance', 1]]));

    const owner = [...assignments.values()].find(({ orders }) => orders?.includes(0));
    expect(owner?.governance).toEqual([0]);
    expect([...assignments.values()].flatMap(({ governance = [] }) => governance)).toEqual([0]);
  });

  it('given members of two versions, when one does not know a topic, then the other has all of it', () => {
    const among = [
      { id: 'new', topics: [...topics, 'alerts'], owned: [] },
      { id: 'old', topics, owned: [] },
    ];

    const assignments = dealPartitions(among, new Map([...countsOf(4), ['alerts', 4]]));

    expect(assignments.get('new')?.alerts).toEqual([0, 1, 2, 3]);
    expect(assignments.get('old')?.alerts).toBeUndefined();
  });
});
