import { PartitionLog } from './partition-log.js';
import type { RecordBatch } from './record-batch.js';

/** The topics of a broker and their partitions. */
export class TopicTable {
  private readonly topics = new Map<string, PartitionLog[]>();

  /** @param loops how often the records of each partition are served */
  constructor(private readonly loops = 1) {}

  /** @returns whether the topic is new */
  create(topic: string, partitions: number): boolean {
    if (this.topics.has(topic)) return false;
    this.topics.set(
      topic,
      Array.from({ length: partitions }, () => new PartitionLog(this.loops)),
    );
    return true;
  }

  add(topic: string, partition: number, batch: RecordBatch): void {
    this.partition(topic, partition)?.add(batch);
  }

  names(): readonly string[] {
    return [...this.topics.keys()];
  }

  partitions(topic: string): readonly PartitionLog[] | undefined {
    return this.topics.get(topic);
  }

  partition(topic: string, partition: number): PartitionLog | undefined {
    return this.topics.get(topic)?.[partition];
  }
}
