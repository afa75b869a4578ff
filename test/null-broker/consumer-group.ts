import { errorCodes } from './error-codes.js';

export interface Protocol {
  readonly name: string;
  readonly metadata: Buffer;
}

export interface JoinRequest {
  /** Empty for a newcomer. */
  readonly memberId: string;
  readonly protocols: readonly Protocol[];
  /** How long others may take to join again, ms. */
  readonly rebalanceTimeout: number;
}

export interface JoinAnswer {
  readonly error: number;
  readonly generation: number;
  readonly protocol: string;
  readonly leader: string;
  readonly memberId: string;
  /** Told to the leader alone. */
  readonly members: readonly { readonly memberId: string; readonly metadata: Buffer }[];
}

export interface SyncAnswer {
  readonly error: number;
  readonly assignment: Buffer;
}

interface Member {
  protocols: readonly Protocol[];
  /** Set while it waits for the others to join. */
  joined: ((answer: JoinAnswer) => void) | undefined;
  /** Set while it waits for the leader's assignment. */
  synced: ((answer: SyncAnswer) => void) | undefined;
}

const nothing = Buffer.alloc(0);

/**
 * The members of a consumer group and who reads what, by the classic protocol: everybody joins, the leader assigns,
 * everybody is told. Members are not missed when they fall silent: they leave, or are left behind by the next round.
 */
export class ConsumerGroup {
  /** Committed offsets by `topic-partition`. */
  readonly committed = new Map<string, number>();
  private readonly members = new Map<string, Member>();
  private assignments = new Map<string, Buffer>();
  private state: 'joining' | 'syncing' | 'stable' = 'stable';
  private generation = 0;
  private leader = '';
  private named = 0;
  private deadline: NodeJS.Timeout | undefined;

  constructor(private readonly id: string) {}

  join({ memberId, protocols, rebalanceTimeout }: JoinRequest): Promise<JoinAnswer> {
    const id = memberId === '' ? `${this.id}-member-${++this.named}` : memberId;
    const known = this.members.get(id);
    if (memberId !== '' && known === undefined) {
      return Promise.resolve({ ...refused, error: errorCodes.unknownMemberId, memberId });
    }
    const member: Member = known ?? { protocols, joined: undefined, synced: undefined };
    member.protocols = protocols;
    this.members.set(id, member);
    this.rebalance(rebalanceTimeout);
    const answer = new Promise<JoinAnswer>((resolve) => (member.joined = resolve));
    this.completeIfAllJoined();
    return answer;
  }

  sync(memberId: string, generation: number, assignments: ReadonlyMap<string, Buffer>): Promise<SyncAnswer> {
    const error = this.check(memberId, generation);
    if (error !== errorCodes.none) return Promise.resolve({ error, assignment: nothing });
    const member = this.members.get(memberId)!;
    const answer = new Promise<SyncAnswer>((resolve) => (member.synced = resolve));
    if (memberId === this.leader && this.state === 'syncing') {
      this.assignments = new Map(assignments);
      this.state = 'stable';
    }
    if (this.state === 'stable') this.tellAssignments();
    return answer;
  }

  /** @returns an error code: whether the member still belongs, and to the present generation */
  check(memberId: string, generation: number): number {
    if (!this.members.has(memberId)) return errorCodes.unknownMemberId;
    if (generation !== this.generation) return errorCodes.illegalGeneration;
    return this.state === 'joining' ? errorCodes.rebalanceInProgress : errorCodes.none;
  }

  leave(memberId: string): number {
    if (!this.members.delete(memberId)) return errorCodes.unknownMemberId;
    clearTimeout(this.deadline);
    this.deadline = undefined;
    if (this.members.size > 0) this.rebalance();
    this.completeIfAllJoined();
    return errorCodes.none;
  }

  /** @returns an error code. Nobody in particular may commit while nobody is in the group. */
  commit(memberId: string, generation: number, offsets: Iterable<readonly [string, number]>): number {
    const fromOutside = memberId === '' && this.members.size === 0;
    const error = fromOutside ? errorCodes.none : this.check(memberId, generation);
    // While others join, what was read until now still counts.
    if (error !== errorCodes.none && error !== errorCodes.rebalanceInProgress) return error;
    for (const [partition, offset] of offsets) this.committed.set(partition, offset);
    return errorCodes.none;
  }

  private rebalance(timeout = 60_000): void {
    this.state = 'joining';
    for (const member of this.members.values()) {
      member.synced?.({ error: errorCodes.rebalanceInProgress, assignment: nothing });
      member.synced = undefined;
    }
    this.deadline ??= setTimeout(() => this.leaveBehind(), timeout).unref();
  }

  private leaveBehind(): void {
    for (const [id, { joined }] of this.members) if (joined === undefined) this.members.delete(id);
    this.completeIfAllJoined();
  }

  private completeIfAllJoined(): void {
    const members = [...this.members];
    if (members.length === 0 || members.some(([, { joined }]) => joined === undefined)) return;
    clearTimeout(this.deadline);
    this.deadline = undefined;
    this.state = 'syncing';
    this.generation++;
    if (!this.members.has(this.leader)) this.leader = members[0]![0];
    const protocol = commonProtocol(members.map(([, { protocols }]) => protocols));
    const metadata = members.map(([memberId, { protocols }]) => ({
      memberId,
      metadata: protocols.find(({ name }) => name === protocol)?.metadata ?? nothing,
    }));
    for (const [memberId, member] of members) {
      const { generation, leader } = this;
      const seen = memberId === leader ? metadata : [];
      member.joined?.({ error: errorCodes.none, generation, protocol, leader, memberId, members: seen });
      member.joined = undefined;
    }
  }

  private tellAssignments(): void {
    for (const [id, member] of this.members) {
      member.synced?.({ error: errorCodes.none, assignment: this.assignments.get(id) ?? nothing });
      member.synced = undefined;
    }
  }
}

const refused = { generation: -1, protocol: '', leader: '', members: [] };

function commonProtocol([first = [], ...others]: readonly (readonly Protocol[])[]): string {
  const spoken = first.find(({ name }) => others.every((protocols) => protocols.some((other) => other.name === name)));
  return spoken?.name ?? '';
}
