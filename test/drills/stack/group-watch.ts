import { setTimeout as pause } from 'node:timers/promises';
import { type Admin, Kafka, logLevel } from 'kafkajs';

const everyMs = 200;

/** Looks at the group of those who score, from outside: who is in it, and how often partitions are dealt anew. */
export class GroupWatch {
  /** Dealings that were seen; one that is over between two looks is not. */
  rebalances = 0;
  private dealt = '';
  /** While the group is stable. */
  private members: number | undefined;
  private stopped = false;
  private looking: Promise<void> | undefined;

  private constructor(
    private readonly admin: Admin,
    private readonly group: string,
  ) {}

  /** @param brokers as in `KAFKA_BROKERS` */
  static async start(brokers: string, group: string): Promise<GroupWatch> {
    const admin = new Kafka({
      clientId: 'drill',
      brokers: brokers.split(','),
      logLevel: logLevel.NOTHING,
      retry: { retries: 1 },
    }).admin();
    await admin.connect();
    const watch = new GroupWatch(admin, group);
    watch.looking = watch.look();
    return watch;
  }

  /** Resolves to whether within that time the group came to have so many members, all with their partitions. */
  async has(members: number, withinMs: number): Promise<boolean> {
    for (const end = performance.now() + withinMs; performance.now() < end; await pause(everyMs / 2)) {
      if (this.members === members) return true;
    }
    return false;
  }

  async stop(): Promise<void> {
    this.stopped = true;
    await this.looking;
    await this.admin.disconnect();
  }

  private async look(): Promise<void> {
    while (!this.stopped) {
      this.members = await this.stableMembers();
      await pause(everyMs);
    }
  }

  /** Undefined while partitions are being dealt, and when nobody answers. */
  private async stableMembers(): Promise<number | undefined> {
    const answer = await this.admin.describeGroups([this.group]).catch(() => undefined);
    const group = answer?.groups[0];
    if (group?.state !== 'Stable') return undefined;
    const dealt = group.members
      .map(({ memberId, memberAssignment }) => `${memberId} ${memberAssignment.toString('base64')}`)
      .sort()
      .join();
    if (dealt !== this.dealt) this.rebalances++;
    this.dealt = dealt;
    return group.members.length;
  }
}
