import { ConsumerGroup } from './consumer-group.js';
import type { TopicTable } from './topic-table.js';

/** What answers to requests are made from. */
export class BrokerState {
  private readonly groups = new Map<string, ConsumerGroup>();
  private producers = 0;

  constructor(
    readonly topics: TopicTable,
    readonly host: string,
    readonly port: number,
  ) {}

  group(id: string): ConsumerGroup {
    const known = this.groups.get(id);
    if (known !== undefined) return known;
    const group = new ConsumerGroup(id);
    this.groups.set(id, group);
    return group;
  }

  nextProducerId(): number {
    return ++this.producers;
  }
}
