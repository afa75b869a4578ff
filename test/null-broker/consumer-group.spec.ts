import { ConsumerGroup, type JoinAnswer } from './consumer-group.js';
import { errorCodes } from './error-codes.js';

const protocols = [{ name: 'range', metadata: Buffer.from('wants orders') }];
const joining = (group: ConsumerGroup, memberId = '', rebalanceTimeout = 5_000) =>
  group.join({ memberId, protocols, rebalanceTimeout });
const assigned = (answer: JoinAnswer) =>
  new Map(answer.members.map(({ memberId }) => [memberId, Buffer.from(`for ${memberId}`)]));

async function groupOfTwo() {
  const group = new ConsumerGroup('g');
  const alone = await joining(group);
  const others = [joining(group), joining(group, alone.memberId)];
  const [second, first] = (await Promise.all(others)) as [JoinAnswer, JoinAnswer];
  return { group, first, second };
}

describe('a consumer group', () => {
  it('given one newcomer, then it leads, and reads what it has assigned to itself', async () => {
    const group = new ConsumerGroup('g');
    const joined = await joining(group);
    expect(joined).toMatchObject({ error: 0, generation: 1, protocol: 'range', leader: joined.memberId });
    const { assignment } = await group.sync(joined.memberId, 1, assigned(joined));
    expect(assignment.toString()).toBe(`for ${joined.memberId}`);
    expect(group.check(joined.memberId, 1)).toBe(errorCodes.none);
  });

  it('given a second one, then the first is told to join again, and both get theirs from the leader', async () => {
    const group = new ConsumerGroup('g');
    const alone = await joining(group);
    await group.sync(alone.memberId, 1, assigned(alone));
    const arriving = joining(group);
    expect(group.check(alone.memberId, 1)).toBe(errorCodes.rebalanceInProgress);
    const first = await joining(group, alone.memberId);
    const second = await arriving;
    expect(first).toMatchObject({ generation: 2, leader: alone.memberId });
    expect(first.members).toHaveLength(2);
    expect(second).toMatchObject({ generation: 2, leader: alone.memberId, members: [] });
    const waiting = group.sync(second.memberId, 2, new Map());
    await group.sync(first.memberId, 2, assigned(first));
    expect((await waiting).assignment.toString()).toBe(`for ${second.memberId}`);
  });

  it('given one that leaves, then those who stay join again, led by one of them', async () => {
    const { group, first, second } = await groupOfTwo();
    expect(group.leave(first.memberId)).toBe(errorCodes.none);
    expect(group.check(second.memberId, 2)).toBe(errorCodes.rebalanceInProgress);
    expect(await joining(group, second.memberId)).toMatchObject({ generation: 3, leader: second.memberId });
    expect(group.check(first.memberId, 2)).toBe(errorCodes.unknownMemberId);
  });

  it('given one that does not come again in time, then it is left behind', async () => {
    const { group, first, second } = await groupOfTwo();
    await group.sync(first.memberId, 2, assigned(first));
    group.leave('nobody');
    const again = await group.join({ memberId: second.memberId, protocols, rebalanceTimeout: 20 });
    expect(again).toMatchObject({ generation: 3, leader: second.memberId });
    expect(group.check(first.memberId, 3)).toBe(errorCodes.unknownMemberId);
  });

  it('given a commit of the present generation, then it is kept; of an older one or of a stranger, then not', async () => {
    const { group, first } = await groupOfTwo();
    expect(group.commit(first.memberId, 2, [['orders-0', 7]])).toBe(errorCodes.none);
    expect(group.commit(first.memberId, 1, [['orders-0', 8]])).toBe(errorCodes.illegalGeneration);
    expect(group.commit('stranger', 2, [['orders-0', 9]])).toBe(errorCodes.unknownMemberId);
    expect(group.committed.get('orders-0')).toBe(7);
  });
});
