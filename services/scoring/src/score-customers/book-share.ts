import type { GroupWork } from '@vilfredo/event-sourcing';

/** What this process scores of the book: all of it, or what the partitions hold that are dealt to it. */
export class BookShare {
  /** @param partitions into which the book is divided; undefined where nobody shares it */
  constructor(
    private readonly work: Pick<GroupWork, 'owned'>,
    private readonly partitions: number | undefined,
  ) {}

  /** Whether other processes may score customers beside this one. */
  get isPart(): boolean {
    return this.partitions !== undefined;
  }

  /** Of the customers, 0-1. */
  get size(): number {
    return this.partitions === undefined ? 1 : this.work.owned().length / this.partitions;
  }

  /** Whether nobody else scores a customer. */
  get isWhole(): boolean {
    return this.size === 1;
  }

  /** Of those who share the book the one that has the first partition takes the cut-offs of all. */
  get takesCutoffs(): boolean {
    return this.partitions === undefined || this.work.owned().includes(0);
  }
}
