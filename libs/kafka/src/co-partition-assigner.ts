import { AssignerProtocol, type Assignment, type PartitionAssigner } from 'kafkajs';

export interface GroupMemberView {
  readonly id: string;
  readonly topics: readonly string[];
  /** The partition numbers it has had. */
  readonly owned: readonly number[];
}

/**
 * Deals partition numbers to members: whoever has a number has it of every topic, so that one worker has all of a
 * customer. Shares differ by one at most, and of what a member had it keeps as much as its share allows. A topic that
 * a number's owner does not know (while versions are mixed) goes to the members who do.
 * @returns by member id
 */
export function dealPartitions(
  members: readonly GroupMemberView[],
  counts: ReadonlyMap<string, number>,
): ReadonlyMap<string, Assignment> {
  const inOrder = [...members].sort((one, other) => (one.id < other.id ? -1 : 1));
  const owners = dealNumbers(inOrder, Math.max(0, ...counts.values()));
  const assignments = new Map(inOrder.map(({ id }) => [id, {} as Assignment]));
  for (const [topic, count] of counts) {
    const knowing = inOrder.filter(({ topics }) => topics.includes(topic));
    if (knowing.length === 0) continue;
    for (let number = 0; number < count; number++) {
      const owner = owners[number]!;
      const member = owner.topics.includes(topic) ? owner : knowing[number % knowing.length]!;
      const assignment = assignments.get(member.id)!;
      assignment[topic] = [...(assignment[topic] ?? []), number];
    }
  }
  return assignments;
}

function dealNumbers(members: readonly GroupMemberView[], count: number): readonly GroupMemberView[] {
  const owners = new Array<GroupMemberView | undefined>(count).fill(undefined);
  const shares = new Map(members.map(({ id }) => [id, 0]));
  const least = Math.floor(count / members.length);
  let extras = count % members.length;
  const give = (member: GroupMemberView, number: number) => {
    owners[number] = member;
    shares.set(member.id, shares.get(member.id)! + 1);
    if (shares.get(member.id)! > least) extras--;
  };
  const hasRoom = ({ id }: GroupMemberView) => shares.get(id)! < least || (shares.get(id)! === least && extras > 0);
  for (const member of members) {
    for (const number of new Set(member.owned)) {
      if (number >= 0 && number < count && owners[number] === undefined && hasRoom(member)) give(member, number);
    }
  }
  // The shortest shares are filled first: the extras then go to whoever comes first.
  for (let number = 0; number < count; number++) {
    if (owners[number] !== undefined) continue;
    give(members.find(({ id }) => shares.get(id)! < least) ?? members.find(hasRoom)!, number);
  }
  return owners as readonly GroupMemberView[];
}

/** @param owned what this member has at the time of asking; it tells the others when it joins again */
export function coPartitionAssigner(owned: () => readonly number[]): PartitionAssigner {
  return ({ cluster }) => ({
    name: 'vilfredo-co-partition',
    version: 1,
    async assign({ members, topics }) {
      const counts = new Map(topics.map((topic) => [topic, cluster.findTopicPartitionMetadata(topic).length]));
      const dealt = dealPartitions(
        members.map(({ memberId, memberMetadata }) => {
          const metadata = AssignerProtocol.MemberMetadata.decode(memberMetadata);
          return { id: memberId, topics: metadata?.topics ?? [], owned: numbersFrom(metadata?.userData) };
        }),
        counts,
      );
      return [...dealt].map(([memberId, assignment]) => ({
        memberId,
        memberAssignment: AssignerProtocol.MemberAssignment.encode({
          version: 1,
          assignment,
          userData: Buffer.alloc(0),
        }),
      }));
    },
    protocol({ topics }) {
      const userData = Buffer.from(owned().join(','));
      return {
        name: 'vilfredo-co-partition',
        metadata: AssignerProtocol.MemberMetadata.encode({ version: 1, topics, userData }),
      };
    },
  });
}

function numbersFrom(userData: Buffer | undefined): readonly number[] {
  return (userData?.toString() ?? '')
    .split(',')
    .filter((digits) => /^\d+$/.test(digits))
    .map(Number);
}
