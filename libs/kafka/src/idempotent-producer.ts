import { setTimeout as pause } from 'node:timers/promises';
import { Failure, topicPartition } from '@vilfredo/event-sourcing';
import type { IHeaders } from 'kafkajs';
import { type ClusterAccess, isFinal, type OpenBroker, unavailable } from './cluster-access.js';
import type { LogLine } from './log-line.js';
import type { TopicPartition } from './positions.js';
import type { TopicNames } from './topic-names.js';

export interface RecordToSend extends TopicPartition {
  readonly key: Buffer;
  readonly value: Buffer;
  readonly headers: IHeaders;
}

interface Share extends TopicPartition {
  readonly messages: readonly RecordToSend[];
  readonly firstSequence: number;
}

interface Produced {
  readonly topics: readonly {
    readonly topicName: string;
    readonly partitions: readonly { readonly partition: number; readonly baseOffset: string }[];
  }[];
}

const LAST_SEQUENCE = 0x7fff_ffff;
const WAIT_MS = { first: 100, most: 2_000 };

/**
 * Writes records once: each partition's share of a send keeps its sequence number however often it is sent, so that the
 * broker knows it again. kafkajs's own producer gives up after some retries and then uses the number again for other
 * records (which the broker takes for the same ones, acknowledges, and drops), and when a leader moves in the middle of a
 * send it sends what is written already under a new number (which the broker takes for new). One send at a time.
 */
export class IdempotentProducer {
  private identity: { producerId: number; producerEpoch: number } | undefined;
  private readonly sequences = new Map<string, number>();
  private closing = false;

  constructor(
    private readonly access: ClusterAccess,
    private readonly names: TopicNames,
    private readonly log: LogLine,
  ) {}

  /**
   * Resolves when every replica in sync has all records. Tries as long as it takes: only the same send, again, tells
   * whether the first one was received.
   * @param whileTrying is awaited before each further attempt
   * @returns for each partition the offset after its share
   * @throws Failure `unavailable` when it cannot be told whether they are written: the broker is beyond help, or we close
   */
  async send(records: readonly RecordToSend[], whileTrying: () => Promise<void>): Promise<ReadonlyMap<string, number>> {
    const ends = new Map<string, number>();
    try {
      let open = await this.sharesOf(records);
      for (let wait = WAIT_MS.first; open.length > 0; wait = Math.min(wait * 2, WAIT_MS.most)) {
        if (wait > WAIT_MS.first) await this.access.recover().catch((error: unknown) => this.judge(error));
        const failed = await this.attempt(open, ends);
        open = open.filter((share) => !ends.has(topicPartition(share)));
        if (failed === undefined) continue;
        this.judge(failed);
        this.log('warn', 'events not yet written, trying again', { error: String(failed), events: records.length });
        await pause(wait);
        await whileTrying();
      }
    } catch (error) {
      // Another producer has sequences of its own: nothing later is taken for something of this one.
      this.identity = undefined;
      this.sequences.clear();
      throw unavailable(error);
    }
    return ends;
  }

  /** Attempts to send stop; the one under way is decided by its answer. */
  close(): void {
    this.closing = true;
  }

  private async sharesOf(records: readonly RecordToSend[]): Promise<readonly Share[]> {
    this.identity ??= await this.access.steadily(async () =>
      (await this.access.anyBroker()).initProducerId({ transactionTimeout: 60_000 }),
    );
    return [...Map.groupBy(records, topicPartition)].map(([name, messages]) => {
      const firstSequence = this.sequences.get(name) ?? 0;
      if (firstSequence + messages.length > LAST_SEQUENCE)
        throw new Failure('unavailable', 'sequence numbers are used up');
      const { topic, partition } = messages[0]!;
      return { topic, partition, messages, firstSequence };
    });
  }

  /** @returns what the first leader that failed said */
  private async attempt(shares: readonly Share[], ends: Map<string, number>): Promise<unknown> {
    try {
      const outcomes = await this.access.perLeader(shares, async (broker, own) => {
        try {
          this.note(own, await this.produce(broker, own), ends);
          return undefined;
        } catch (error) {
          return error ?? new Error('no answer');
        }
      });
      return outcomes.find((outcome) => outcome !== undefined);
    } catch (error) {
      return error;
    }
  }

  private produce(broker: OpenBroker, shares: readonly Share[]): Promise<Produced> {
    return broker.produce({
      ...this.identity!,
      acks: -1,
      timeout: 10_000,
      topicData: [...Map.groupBy(shares, ({ topic }) => topic)].map(([topic, own]) => ({
        topic: this.names.inKafka(topic),
        partitions: own.map(({ partition, firstSequence, messages }) => ({
          partition,
          firstSequence,
          messages: messages.map(({ key, value, headers }) => ({ key, value, headers })),
        })),
      })),
    }) as Promise<Produced>;
  }

  private note(shares: readonly Share[], { topics }: Produced, ends: Map<string, number>): void {
    const offsets = new Map(
      topics.flatMap(({ topicName, partitions }) =>
        partitions.map(({ partition, baseOffset }) => [
          topicPartition({ topic: this.names.ours(topicName), partition }),
          Number(baseOffset),
        ]),
      ),
    );
    for (const share of shares) {
      const name = topicPartition(share);
      const base = offsets.get(name);
      if (base === undefined) throw new Failure('bug', `the broker did not speak of ${name}`);
      this.sequences.set(name, share.firstSequence + share.messages.length);
      ends.set(name, base + share.messages.length);
    }
  }

  /** Throws what there is no point in trying against. */
  private judge(error: unknown): void {
    this.access.forget(error);
    if (this.closing || isFinal(error)) throw error;
  }
}
