import type { KafkaVersion } from './kafka-versions.js';
import type { Origin } from './offer.js';

export interface TestBroker {
  readonly brokers: readonly string[];
  readonly origin: Origin;
  /** Of Kafka; null when the environment named the broker. */
  readonly version: KafkaVersion | null;
}

export interface TestDatabase {
  /** May name a database where the environment gave it; tests choose their own. */
  readonly url: string;
  readonly origin: Origin;
  /** What is proved on it is proved on a stand-in, not on MongoDB itself. */
  readonly isStandIn: boolean;
}

/** A server, and how to let go of it: one that somebody else runs is left alone. */
export interface Held<Server> {
  readonly server: Server;
  readonly release: () => Promise<void>;
}
