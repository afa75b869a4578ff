import { randomUUID } from 'node:crypto';
import { openViewStore } from '@vilfredo/embedded';
import type { EventLog, EventPage, StoredEvent, ViewStore } from '@vilfredo/event-sourcing';
import { temporaryFolder } from '@vilfredo/testing';
import { Kafka, logLevel } from 'kafkajs';
import { type KafkaSettings, openKafkaEventLog } from '../src/index.js';

/** Topics of its own on a broker, and logs opened on them, each as another process would have it. */
export class KafkaUnderTest {
  private readonly logs: EventLog[] = [];
  private readonly stores: ViewStore[] = [];

  private constructor(
    readonly brokers: readonly string[],
    readonly prefix: string,
    private readonly folder: { readonly path: string; dispose(): Promise<void> },
  ) {}

  static async on(brokers: readonly string[]): Promise<KafkaUnderTest> {
    return new KafkaUnderTest(brokers, `${randomUUID()}.`, await temporaryFolder());
  }

  async open(other: Partial<KafkaSettings> = {}): Promise<EventLog> {
    const store = await openViewStore({ folder: this.folder.path });
    this.stores.push(store);
    const log = await openKafkaEventLog({
      brokers: this.brokers,
      clientId: 'test',
      partitions: 4,
      topics: ['orders', 'customers'].map((name) => ({ name, keyedBy: 'customer' as const })),
      replication: 1,
      prefix: this.prefix,
      store,
      clock: () => Date.now(),
      backoff: { first: 5, most: 50 },
      session: { timeout: 2_000, rebalance: 10_000, heartbeat: 200 },
      ...other,
    });
    this.logs.push(log);
    return log;
  }

  /** A client of somebody else. */
  get kafka(): Kafka {
    return new Kafka({ brokers: [...this.brokers], clientId: 'foreign', logLevel: logLevel.NOTHING });
  }

  async dispose(): Promise<void> {
    await Promise.all(this.logs.splice(0).map((log) => log.close()));
    await Promise.all(this.stores.splice(0).map((store) => store.close()));
    await this.folder.dispose();
  }
}

/** Takes every batch. */
export function recorder(): { seen: StoredEvent[]; onBatch: (page: EventPage) => Promise<void> } {
  const seen: StoredEvent[] = [];
  return {
    seen,
    onBatch: async ({ events }) => {
      seen.push(...events);
    },
  };
}
