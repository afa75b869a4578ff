import { setTimeout as pause } from 'node:timers/promises';
import { Failure } from '@vilfredo/event-sourcing';
import type { Broker, Cluster, Kafka } from 'kafkajs';
import { type ConnectionPool, connectOnce } from './connect-once.js';
import { isNotConnected } from './not-connected.js';
import type { TopicPartition } from './positions.js';
import { refusalOf } from './refused-access.js';
import type { TopicNames } from './topic-names.js';

/** Requests that kafkajs's brokers answer and its types leave out, or leave open. */
export type OpenBroker = Broker & {
  readonly connectionPool: ConnectionPool;
  initProducerId(request: { transactionTimeout: number }): Promise<{ producerId: number; producerEpoch: number }>;
};

const PATIENCE_MS = 10_000;

/**
 * Requests to the leaders of partitions, without a consumer group. kafkajs has no public call that reads from a given
 * offset, nor one that sends a batch again under its own sequence number; but it hands its `Cluster`, which has both,
 * to the partition assigners of a consumer when that is made. The consumer itself is never connected.
 */
export class ClusterAccess {
  private constructor(
    private readonly cluster: Cluster,
    private readonly names: TopicNames,
    private readonly topics: readonly string[],
  ) {}

  /** @throws Failure `unavailable` when no broker answers */
  static async open(kafka: Kafka, names: TopicNames, topics: readonly string[]): Promise<ClusterAccess> {
    const clusters: Cluster[] = [];
    kafka.consumer({
      groupId: 'never-joined',
      allowAutoTopicCreation: false,
      readUncommitted: true,
      partitionAssigners: [
        ({ cluster }) => {
          clusters.push(cluster);
          return {
            name: '',
            version: 0,
            assign: async () => [],
            protocol: () => ({ name: '', metadata: Buffer.alloc(0) }),
          };
        },
      ],
    });
    const access = new ClusterAccess(clusters[0]!, names, topics);
    await access.steadily(() => access.recover());
    return access;
  }

  /** One request per leader, each with its share of the partitions; all at once. */
  async perLeader<Place extends TopicPartition, Answer>(
    places: readonly Place[],
    ask: (broker: OpenBroker, places: readonly Place[]) => Promise<Answer>,
  ): Promise<readonly Answer[]> {
    await this.cluster.refreshMetadataIfNecessary();
    const shares = Map.groupBy(places, ({ topic, partition }) => {
      const [leader] = Object.keys(this.cluster.findLeaderForPartitions(this.names.inKafka(topic), [partition]));
      if (leader === undefined) throw new Failure('unavailable', `${topic}-${partition} has no leader`);
      return leader;
    });
    return Promise.all(
      [...shares].map(async ([nodeId, share]) => {
        const broker = (await this.cluster.findBroker({ nodeId })) as OpenBroker;
        connectOnce(broker.connectionPool);
        return ask(broker, share);
      }),
    );
  }

  async anyBroker(): Promise<OpenBroker> {
    return (await this.cluster.findControllerBroker()) as OpenBroker;
  }

  groupCoordinator(groupId: string): Promise<Broker> {
    return this.cluster.findGroupCoordinator({ groupId });
  }

  /** First or last offsets; see `Cluster.fetchTopicsOffset`. */
  offsets(places: readonly TopicPartition[], from: 'first' | 'last') {
    return this.cluster.fetchTopicsOffset(
      [...Map.groupBy(places, ({ topic }) => topic)].map(([topic, own]) => ({
        topic: this.names.inKafka(topic),
        partitions: own.map(({ partition }) => ({ partition })),
        fromBeginning: from === 'first',
      })),
    );
  }

  /** Connections that have closed are opened again, and it is asked anew who leads. */
  async recover(): Promise<void> {
    if (!this.cluster.isConnected()) await this.cluster.connect();
    await this.cluster.addMultipleTargetTopics(this.topics.map((topic) => this.names.inKafka(topic)));
    await this.cluster.refreshMetadata();
  }

  /**
   * Does what may meet a lost connection or a new leader again, for some seconds.
   * @throws Failure `unavailable` when it still fails; what kafkajs calls final, and our own failures, at once
   */
  async steadily<T>(work: () => Promise<T>): Promise<T> {
    const until = performance.now() + PATIENCE_MS;
    for (let wait = 50; ; wait = Math.min(wait * 2, 1_000)) {
      try {
        if (wait > 50) await this.recover();
        return await work();
      } catch (error) {
        this.forget(error);
        if (isFinal(error)) throw error;
        if (performance.now() + wait > until) throw unavailable(error);
        await pause(wait);
      }
    }
  }

  /** A broker whose connection is gone is looked up anew. */
  forget(error: unknown): void {
    const { name, host, port } = error as { name?: string; host?: string; port?: number };
    if (name === 'KafkaJSConnectionClosedError' && host !== undefined && port !== undefined) {
      this.cluster.removeBroker({ host, port });
    }
  }

  close(): Promise<void> {
    return this.cluster.disconnect();
  }
}

/** Whether doing the same again is in vain. */
export function isFinal(error: unknown): boolean {
  if (error instanceof Failure) return error.kind !== 'unavailable';
  if (refusalOf(error) !== undefined) return false;
  const { name, retriable } = error as { name?: string; retriable?: boolean };
  if (name === 'KafkaJSOffsetOutOfRange') return true;
  // kafkajs says so of what was worth trying again, after having done that.
  if (name === 'KafkaJSNumberOfRetriesExceeded') return false;
  return retriable !== true && !isNotConnected(error);
}

export function unavailable(error: unknown): Failure {
  if (error instanceof Failure) return error;
  const reason = refusalOf(error) ?? (error instanceof Error ? error.message : String(error));
  return new Failure('unavailable', `Kafka: ${reason}`, { retryAfter: 2, cause: error });
}
