import type { Clock, EventLog, ViewStore } from '@vilfredo/event-sourcing';
import { openKafkaEventLog } from '@vilfredo/kafka';
import { openMongoViewStore } from '@vilfredo/mongo';
import type { Log } from '@vilfredo/service';
import type { ServiceConfig } from './config.js';
import { ShiftedLog } from './shifted-log.js';

export interface Stores {
  readonly log: EventLog;
  readonly store: ViewStore;
  close(): Promise<void>;
}

export interface StoresParts {
  /** Also `ce_source` of what is appended. */
  readonly name: string;
  readonly clock: Clock;
  readonly log: Log;
  /** The consumer cannot be helped: the process has to end. */
  readonly onFatal: (error: Error) => void;
}

/**
 * Log and views on Kafka and MongoDB.
 * @throws Failure `unavailable` when one of them does not answer, `invalid` when a setting or an existing topic is not fit
 */
export async function openStores(config: ServiceConfig, parts: StoresParts): Promise<Stores> {
  const { brokers, kafkaSecurity, partitions, replication, prefix, mongodbUrl, clockShift, sessionTimeout } = config;
  const { name, clock, onFatal } = parts;
  const database = prefix === '' ? {} : { database: `vilfredo-${prefix.replace(/\W+/g, '')}` };
  const store = await openMongoViewStore({
    url: mongodbUrl,
    ...database,
    log: (level, message, about) => parts.log[level](message, about),
  });
  try {
    const log = await openKafkaEventLog({
      brokers,
      ...kafkaSecurity,
      clientId: `vilfredo-${name}`,
      source: `vilfredo/${name}`,
      partitions,
      replication,
      prefix,
      store,
      clock,
      session: {
        timeout: sessionTimeout,
        rebalance: Math.max(60_000, sessionTimeout),
        heartbeat: Math.min(1_000, sessionTimeout / 4),
      },
      log: (level, message, about) => parts.log[level](message, about),
      onFatal,
    });
    return {
      log: clockShift === 0 ? log : new ShiftedLog(log, clockShift),
      store,
      close: async () => {
        await log.close();
        await store.close();
      },
    };
  } catch (error) {
    await store.close();
    throw error;
  }
}
