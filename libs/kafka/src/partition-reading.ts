import type { StoredEvent } from '@vilfredo/event-sourcing';
import { type ClusterAccess, type OpenBroker, unavailable } from './cluster-access.js';
import { type ReadRecord, RecordReader } from './event-record.js';
import { MovingPositions, type Positions, type TopicPartition } from './positions.js';
import type { TopicNames } from './topic-names.js';

/** A stretch of one partition: every event from offset `from` on, up to but not including `to`. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
  readonly events: readonly StoredEvent[];
}

export interface Place extends TopicPartition {
  readonly offset: number;
}

interface FetchedPartition {
  readonly partition: number;
  readonly messages: readonly (ReadRecord & { readonly isControlRecord: boolean })[];
}

/** An answer may come without what there is; it is not asked for again at once. */
const MAX_WAIT_MS = 50;
const BYTES_PER_PARTITION = 256 * 1024;
const BYTES_PER_REQUEST = 8 * 1024 * 1024;

/** Reads partitions from given offsets, for nobody in particular. Topics are ours; Kafka's have the prefix. */
export class PartitionReading {
  constructor(
    private readonly access: ClusterAccess,
    private readonly names: TopicNames,
  ) {}

  /** The offset that the next event of each partition will have, or a later one. */
  ends(places: readonly TopicPartition[]): Promise<Positions> {
    return this.limits(places, 'last');
  }

  /** The offset of the first event of each partition that is still kept. */
  beginnings(places: readonly TopicPartition[]): Promise<Positions> {
    return this.limits(places, 'first');
  }

  /**
   * What follows on each of these places, as far as it fits into one answer; a stretch may be empty.
   * @throws kafkajs's KafkaJSOffsetOutOfRange when a place is before the beginning or beyond the end
   */
  async fetch(places: readonly Place[]): Promise<readonly (Stretch & TopicPartition)[]> {
    const answers = await this.access.steadily(() =>
      this.access.perLeader(places, (broker, share) => this.ask(broker, share)),
    );
    return answers.flat();
  }

  private async ask(broker: OpenBroker, places: readonly Place[]): Promise<(Stretch & TopicPartition)[]> {
    const { responses } = (await broker.fetch({
      maxWaitTime: MAX_WAIT_MS,
      minBytes: 1,
      maxBytes: BYTES_PER_REQUEST,
      isolationLevel: 0,
      topics: places.map(({ topic, partition, offset }) => ({
        topic: this.names.inKafka(topic),
        partitions: [{ partition, fetchOffset: String(offset), maxBytes: BYTES_PER_PARTITION }],
      })),
    })) as { responses: readonly { topicName: string; partitions: readonly FetchedPartition[] }[] };
    return responses.flatMap(({ topicName, partitions }) => {
      const topic = this.names.ours(topicName);
      return partitions.map(({ partition, messages }) => {
        const place = places.find((one) => one.topic === topic && one.partition === partition);
        return { topic, partition, ...stretchOf(topic, partition, place?.offset ?? 0, messages) };
      });
    });
  }

  private async limits(places: readonly TopicPartition[], from: 'first' | 'last'): Promise<Positions> {
    const positions = new MovingPositions();
    if (places.length === 0) return positions.now;
    for (const { topic, partitions } of await this.access.steadily(() => this.access.offsets(places, from))) {
      for (const { partition, offset } of partitions) {
        positions.set({ topic: this.names.ours(topic), partition }, Number(offset));
      }
    }
    return positions.now;
  }

  /** How far a group has committed these partitions. @throws Failure `unavailable` */
  async committed(group: string, places: readonly TopicPartition[]): Promise<Positions> {
    const positions = new MovingPositions();
    const topics = [...Map.groupBy(places, ({ topic }) => topic)].map(([topic, own]) => ({
      topic: this.names.inKafka(topic),
      partitions: own.map(({ partition }) => ({ partition, offset: '-1' })),
    }));
    try {
      const { responses } = await this.access.steadily(async () => {
        const coordinator = await this.access.groupCoordinator(this.names.group(group));
        return coordinator.offsetFetch({ groupId: this.names.group(group), topics });
      });
      for (const { topic, partitions } of responses) {
        for (const { partition, offset } of partitions) {
          if (Number(offset) > 0) positions.set({ topic: this.names.ours(topic), partition }, Number(offset));
        }
      }
    } catch (error) {
      throw unavailable(error);
    }
    return positions.now;
  }
}

/** A batch is handed out whole, also when only its end was asked for. */
function stretchOf(topic: string, partition: number, from: number, records: FetchedPartition['messages']): Stretch {
  const reader = new RecordReader(topic, partition);
  const wanted = records.filter(({ offset }) => Number(offset) >= from);
  const last = wanted.at(-1);
  return {
    from,
    to: last === undefined ? from : Number(last.offset) + 1,
    events: wanted.filter(({ isControlRecord }) => !isControlRecord).map((record) => reader.read(record)),
  };
}
