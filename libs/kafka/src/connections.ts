import { Failure } from '@vilfredo/event-sourcing';
import { type Admin, Kafka, logLevel } from 'kafkajs';
import { ClusterAccess, unavailable } from './cluster-access.js';
import { kafkajsCredentials } from './credentials.js';
import type { CheckedSettings, Session } from './kafka-settings.js';
import { kafkajsLog, type LogLine } from './log-line.js';
import { openSocket } from './open-socket.js';
import { PartitionReading } from './partition-reading.js';
import { wasHungUpOn } from './refused-access.js';
import { partitionCounts } from './topic-declaration.js';
import { TopicNames } from './topic-names.js';
import { prepareTopics } from './topics.js';

/** What an open log stands on. */
export interface Connected {
  readonly kafka: Kafka;
  readonly reading: PartitionReading;
  readonly writing: ClusterAccess;
  readonly names: TopicNames;
  /** Partitions of each topic. */
  readonly counts: ReadonlyMap<string, number>;
  /** Tells this log from others. */
  readonly logId: string;
  /** The most bytes that every topic takes in one batch. */
  readonly batchBytes: number;
  readonly session: Session;
  readonly log: LogLine;
  readonly onFatal: (error: Error) => void;
  readonly accesses: readonly ClusterAccess[];
}

/** @throws Failure `unavailable` when no broker answers, `invalid` when topics are there and not as declared */
export async function connect(settings: CheckedSettings): Promise<Connected> {
  const { brokers, clientId, partitions, topics, replication, minInsyncReplicas, session, log = silence } = settings;
  const kafka = new Kafka({
    brokers: [...brokers],
    clientId,
    socketFactory: openSocket,
    ...kafkajsCredentials(settings),
    connectionTimeout: 3_000,
    requestTimeout: 15_000,
    retry: { initialRetryTime: 100, maxRetryTime: 2_000, retries: 6 },
    logLevel: logLevel.WARN,
    logCreator: kafkajsLog(log),
  });
  const names = new TopicNames(settings.prefix ?? '');
  const { clusterId, batchBytes } = await withAdmin(kafka, async (admin) => {
    const most = await prepareTopics(admin, names, { topics, partitions, replication, minInsyncReplicas });
    return { clusterId: (await admin.describeCluster()).clusterId, batchBytes: most };
  }).catch((error: unknown) => {
    throw wasHungUpOn(error) ? hungUp(settings, error) : error;
  });
  const counts = partitionCounts(topics, partitions);
  // What is written has a connection of its own: a broker answers the requests of one connection in turn.
  const open = () => ClusterAccess.open(kafka, names, [...counts.keys()]);
  const accesses = await Promise.all([open(), open()]);
  return {
    ...{ kafka, names, counts, batchBytes, session, log, accesses },
    reading: new PartitionReading(accesses[0]!, names),
    writing: accesses[1]!,
    logId: `${clusterId}/${settings.prefix ?? ''}`,
    onFatal: settings.onFatal ?? ((error) => endProcess(error, log)),
  };
}

export async function disconnect({ accesses }: Pick<Connected, 'accesses'>): Promise<void> {
  await Promise.all(accesses.map((access) => access.close()));
}

const silence: LogLine = () => undefined;

function hungUp({ ssl = false, sasl }: CheckedSettings, cause: unknown): Failure {
  const expected = [...(ssl === false ? ['TLS'] : []), ...(sasl === undefined ? ['a user'] : [])];
  const hint = expected.length === 0 ? '' : `: it may expect ${expected.join(', or ')}`;
  return new Failure('unavailable', `Kafka: the broker hangs up instead of answering${hint}`, { retryAfter: 2, cause });
}

async function withAdmin<T>(kafka: Kafka, work: (admin: Admin) => Promise<T>): Promise<T> {
  const admin = kafka.admin();
  try {
    await admin.connect().catch((error: unknown) => {
      throw unavailable(error);
    });
    return await work(admin);
  } finally {
    await admin.disconnect();
  }
}

function endProcess(error: Error, log: LogLine): never {
  log('error', 'a Kafka consumer cannot go on: the process ends', { error: error.message });
  process.exit(1);
}
