import { setTimeout as pause } from 'node:timers/promises';
import { Failure } from '@vilfredo/event-sourcing';
import type { Consumer, EachBatchPayload, Kafka } from 'kafkajs';
import { unavailable } from './cluster-access.js';
import { coPartitionAssigner } from './co-partition-assigner.js';
import type { Session } from './kafka-settings.js';
import type { TopicNames } from './topic-names.js';

export interface ConsumerSettings {
  readonly group: string;
  readonly topics: readonly string[];
  /** Of all topics together: so many lanes may be open at once. */
  readonly partitions: number;
  readonly session: Session;
}

/** What a consumer tells of itself. Numbers are partition numbers, of all topics alike. */
export interface ConsumerListener {
  /** Resolves when the batch is done with; rejects with kafkajs's own errors only. */
  batch(payload: EachBatchPayload): Promise<void>;
  joined(numbers: readonly number[]): void;
  /** It is no longer a member, or about to join anew. */
  left(): void;
  fetched(): void;
  /** It has ended, and will not start again by itself. */
  crashed(error: Error): void;
  /** What it had, in this membership or the last one: to be asked for again. */
  lastOwned(): readonly number[];
}

const STOP_MS = 10_000;
const MAX_WAIT_MS = 250;
const RETRY = { retries: 6, initialRetryTime: 100, maxRetryTime: 2_000 };

/** One kafkajs consumer: no automatic commits, no errors of ours, and an end that does not wait for ever. */
export class GroupConsumer {
  private readonly consumer: Consumer;
  private isStopping = false;

  constructor(
    kafka: Kafka,
    private readonly names: TopicNames,
    private readonly settings: ConsumerSettings,
    private readonly listener: ConsumerListener,
  ) {
    const { group, session } = settings;
    this.consumer = kafka.consumer({
      groupId: names.group(group),
      partitionAssigners: [coPartitionAssigner(() => listener.lastOwned())],
      sessionTimeout: session.timeout,
      rebalanceTimeout: session.rebalance,
      heartbeatInterval: session.heartbeat,
      allowAutoTopicCreation: false,
      readUncommitted: true,
      maxWaitTimeInMs: MAX_WAIT_MS,
      retry: { ...RETRY, restartOnFailure: async () => false },
    });
    this.listen();
  }

  /** Resolves when the group has been joined. @throws Failure `unavailable` */
  async start(): Promise<void> {
    const { topics, partitions } = this.settings;
    try {
      await this.consumer.connect();
      await this.consumer.subscribe({ topics: topics.map((topic) => this.names.inKafka(topic)), fromBeginning: true });
      await this.consumer.run({
        autoCommit: false,
        eachBatchAutoResolve: false,
        partitionsConsumedConcurrently: partitions,
        eachBatch: (payload) => this.listener.batch(payload),
      });
    } catch (error) {
      throw unavailable(error);
    }
  }

  /** Leaves the group. kafkajs has been seen to wait for ever here; then the others learn of it by the session's end. */
  async stop(): Promise<void> {
    this.isStopping = true;
    const late = new AbortController();
    try {
      await Promise.race([
        this.consumer.disconnect(),
        pause(STOP_MS, undefined, { signal: late.signal }).then(() => {
          throw new Failure('unavailable', 'the consumer did not stop in time');
        }),
      ]);
    } finally {
      late.abort();
    }
  }

  private listen(): void {
    const { events } = this.consumer;
    this.consumer.on(events.GROUP_JOIN, ({ payload }) => {
      const numbers = new Set(Object.values(payload.memberAssignment).flat());
      this.listener.joined([...numbers].sort((one, other) => one - other));
    });
    this.consumer.on(events.REBALANCING, () => this.listener.left());
    this.consumer.on(events.FETCH, () => this.listener.fetched());
    this.consumer.on(events.CRASH, ({ payload }) => {
      this.listener.left();
      if (!this.isStopping) this.listener.crashed(payload.error);
    });
  }
}

/** Whether an error of kafkajs says that the membership this was done under is over. */
export function isMembershipOver(error: unknown): boolean {
  const over = ['REBALANCE_IN_PROGRESS', 'NOT_COORDINATOR_FOR_GROUP', 'ILLEGAL_GENERATION', 'UNKNOWN_MEMBER_ID'];
  return over.includes(String((error as { type?: string }).type));
}
