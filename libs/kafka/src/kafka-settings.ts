import { type Clock, Failure, type ViewStore } from '@vilfredo/event-sourcing';
import type { Credentials } from './credentials.js';
import type { LogLine } from './log-line.js';
import { standardTopics, type TopicDeclaration } from './topic-declaration.js';

export interface KafkaSettings extends Credentials {
  readonly brokers: readonly string[];
  readonly clientId: string;
  /** Of every topic whose key is the customer id; the same for all of them and for ever. */
  readonly partitions: number;
  /** The product's own topics when not given. */
  readonly topics?: readonly TopicDeclaration[];
  /** Keeps which event ids are in the log, and the events by subject. All that append to one topic share it. */
  readonly store: ViewStore;
  readonly clock: Clock;
  /** Put before the name of every topic and group, for a cluster shared with others. */
  readonly prefix?: string;
  /** `ce_source` of appended events; `vilfredo` when not given. */
  readonly source?: string;
  /** Copies of each partition of a topic that has to be made; 3 when not given. */
  readonly replication?: number;
  /** Copies that must have an event before it counts as written; one fewer than `replication`, at least 1, when not given. */
  readonly minInsyncReplicas?: number;
  /** Only `all`: named here so that a configuration that says otherwise is refused, not ignored. */
  readonly acks?: 'all';
  /** Only `false`, likewise. */
  readonly autoCommit?: false;
  readonly session?: Session;
  /** How a rejected batch is delivered again: milliseconds before the first time, doubled up to `most`; 50 and 5,000 when not given. */
  readonly backoff?: { readonly first: number; readonly most: number };
  /** Milliseconds after which `append` gives up waiting; 15,000 when not given. */
  readonly appendTimeout?: number;
  /** Milliseconds without a sign of life after which another's unfinished append is taken over; 10,000 when not given. */
  readonly takeOverAfter?: number;
  /** Milliseconds after which appends of others are noticed at the latest; 250 when not given. */
  readonly pollEvery?: number;
  /** Milliseconds without a delivery, while there is lag, after which a consumer counts as stuck; 60,000 when not given. */
  readonly stuckAfter?: number;
  readonly log?: LogLine;
  /** Called when a consumer cannot be helped: the process has to end. Logs and exits with 1 when not given. */
  readonly onFatal?: (error: Error) => void;
}

/** Membership in a consumer group, in milliseconds. */
export interface Session {
  /** Silence after which a member counts as dead. */
  readonly timeout: number;
  /** How long the others wait for a member to finish its batch when partitions are dealt anew. */
  readonly rebalance: number;
  readonly heartbeat: number;
}

export const standardSession: Session = { timeout: 15_000, rebalance: 60_000, heartbeat: 1_000 };

export type CheckedSettings = KafkaSettings &
  Required<Pick<KafkaSettings, 'topics' | 'replication' | 'minInsyncReplicas' | 'session'>>;

/**
 * What the adapter needs to keep its promises.
 * @throws Failure `invalid`, naming the field, when the settings would lose events, order or co-partitioning
 */
export function checkedSettings(settings: KafkaSettings): CheckedSettings {
  const { replication = 3, session = standardSession, topics = standardTopics } = settings;
  const { minInsyncReplicas = Math.max(1, replication - 1) } = settings;
  const checked = { ...settings, replication, minInsyncReplicas, topics, session };
  checkConnection(checked);
  checkPromises(checked);
  checkTopics(checked);
  return checked;
}

function checkConnection({ brokers, clientId, prefix = '', session }: CheckedSettings): void {
  if (brokers.length === 0 || brokers.some((broker) => !/^.+:\d+$/.test(broker))) {
    refuse('brokers', 'must be host:port, at least one');
  }
  if (clientId === '') refuse('clientId', 'must not be empty');
  if (!/^[a-zA-Z0-9._-]*$/.test(prefix)) refuse('prefix', 'may hold letters, digits, dots, underscores and hyphens');
  if (session.heartbeat * 2 > session.timeout) refuse('session.heartbeat', 'must be at most half of session.timeout');
}

function checkPromises({ acks, autoCommit, replication, minInsyncReplicas }: CheckedSettings): void {
  if (acks !== undefined && acks !== 'all') {
    refuse('acks', 'must be all: an accepted event is on every replica in sync');
  }
  if (autoCommit !== undefined && autoCommit !== false) {
    refuse('autoCommit', 'must be false: a batch is committed when it is done with, never sooner');
  }
  wholeNumber('replication', replication);
  wholeNumber('minInsyncReplicas', minInsyncReplicas);
  if (minInsyncReplicas > replication)
    refuse('minInsyncReplicas', `must not be more than replication (${replication})`);
}

function checkTopics({ topics, partitions }: CheckedSettings): void {
  wholeNumber('partitions', partitions);
  if (topics.length === 0) refuse('topics', 'must be at least one');
  if (new Set(topics.map(({ name }) => name)).size < topics.length) refuse('topics', 'must not name one twice');
  for (const { name, keyedBy, partitions: own = keyedBy === 'customer' ? partitions : 1 } of topics) {
    if (!/^[a-zA-Z0-9._-]{1,150}$/.test(name)) refuse('topics', 'must have names that Kafka takes');
    wholeNumber(`topics.${name}.partitions`, own);
    if (keyedBy === 'customer' && own !== partitions) {
      refuse(`topics.${name}.partitions`, `must be ${partitions}, as of every topic with the customer as its key`);
    }
  }
}

function wholeNumber(field: string, value: number): void {
  if (!(Number.isSafeInteger(value) && value >= 1)) refuse(field, 'must be a whole number, 1 or more');
}

function refuse(field: string, reason: string): never {
  throw new Failure('invalid', reason, { field });
}
