import { setTimeout as pause } from 'node:timers/promises';
import { Failure } from '@vilfredo/event-sourcing';
import kafkajs, { type Admin } from 'kafkajs';
import { isFinal, unavailable } from './cluster-access.js';
import { partitionCounts, type TopicDeclaration } from './topic-declaration.js';
import type { TopicNames } from './topic-names.js';

/** How often topics that were just made are looked for, 250 ms apart. */
const ATTEMPTS = 40;

export interface TopicSettings {
  readonly topics: readonly TopicDeclaration[];
  readonly partitions: number;
  readonly replication: number;
  readonly minInsyncReplicas: number;
}

/**
 * Makes the topics that are missing, and looks at those that are there.
 * @returns the most bytes that every topic takes in one batch
 * @throws Failure `invalid` on `topics.<name>…` when a topic is there and not as declared: with another partition count a
 *   customer's later events would stand elsewhere than its earlier ones, and its topics would fall to different workers
 */
export async function prepareTopics(admin: Admin, names: TopicNames, settings: TopicSettings): Promise<number> {
  for (let attempt = 1; ; attempt++) {
    try {
      await makeMissing(admin, names, settings);
      await checkPartitions(admin, names, settings);
      return await checkSettings(admin, names, settings.topics);
    } catch (error) {
      if (isFinal(error) && !isNotKnownYet(error)) throw error as Error;
      if (!isNotKnownYet(error) || attempt === ATTEMPTS) throw unavailable(error);
      await pause(250);
    }
  }
}

/** A topic that was just made is not known to every part of a broker at once. */
function isNotKnownYet(error: unknown): boolean {
  const { type } = error as { type?: unknown };
  return type === 'UNKNOWN_TOPIC_OR_PARTITION' || type === 'LEADER_NOT_AVAILABLE';
}

async function makeMissing(admin: Admin, names: TopicNames, settings: TopicSettings): Promise<void> {
  const there = new Set(await admin.listTopics());
  const counts = partitionCounts(settings.topics, settings.partitions);
  const missing = settings.topics.filter(({ name }) => !there.has(names.inKafka(name)));
  if (missing.length === 0) return;
  await admin.createTopics({
    waitForLeaders: true,
    topics: missing.map(({ name, retention = -1 }) => ({
      topic: names.inKafka(name),
      numPartitions: counts.get(name)!,
      replicationFactor: settings.replication,
      configEntries: [
        { name: 'cleanup.policy', value: 'delete' },
        { name: 'retention.ms', value: String(retention) },
        { name: 'retention.bytes', value: '-1' },
        { name: 'min.insync.replicas', value: String(settings.minInsyncReplicas) },
        { name: 'message.timestamp.type', value: 'LogAppendTime' },
      ],
    })),
  });
}

async function checkPartitions(admin: Admin, names: TopicNames, { topics, partitions }: TopicSettings): Promise<void> {
  const declared = partitionCounts(topics, partitions);
  const inKafka = topics.map(({ name }) => names.inKafka(name));
  const { topics: found } = await admin.fetchTopicMetadata({ topics: inKafka });
  for (const { name, partitions: there } of found) {
    const topic = names.ours(name);
    if (there.length === declared.get(topic)) continue;
    const field = `topics.${topic}.partitions`;
    throw new Failure('invalid', `${name} was made with ${there.length}, not ${declared.get(topic)}`, { field });
  }
}

async function checkSettings(admin: Admin, names: TopicNames, topics: readonly TopicDeclaration[]): Promise<number> {
  const wanted = ['message.timestamp.type', 'cleanup.policy', 'max.message.bytes'];
  const { resources } = await admin.describeConfigs({
    includeSynonyms: false,
    resources: topics.map(({ name }) => ({
      type: kafkajs.ConfigResourceTypes.TOPIC,
      name: names.inKafka(name),
      configNames: wanted,
    })),
  });
  let most = Number.MAX_SAFE_INTEGER;
  for (const { resourceName, configEntries } of resources) {
    const values = new Map(configEntries.map(({ configName, configValue }) => [configName, configValue]));
    const refuse = (reason: string) => {
      throw new Failure('invalid', `${resourceName} ${reason}`, { field: `topics.${names.ours(resourceName)}` });
    };
    if (values.get('message.timestamp.type') !== 'LogAppendTime') {
      refuse('must have message.timestamp.type=LogAppendTime: when we learned something is not for producers to say');
    }
    if (values.get('cleanup.policy')?.includes('compact')) refuse('must not be compacted: every event counts');
    const bytes = Number(values.get('max.message.bytes'));
    if (bytes > 0) most = Math.min(most, bytes);
  }
  return most;
}
