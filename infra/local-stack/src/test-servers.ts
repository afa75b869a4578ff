import { Failure } from '@vilfredo/event-sourcing';
import type { TestSettings } from './config.js';
import { kafkaAnswers } from './kafka-answers.js';
import type { KafkaVersion } from './kafka-versions.js';
import { mongoAnswers } from './mongo-answers.js';
import type { Origin } from './offer.js';
import { startKafka } from './start-kafka.js';
import { startMongo } from './start-mongo.js';
import type { Held, TestBroker, TestDatabase } from './test-server.js';

/** Confluent's images of the same lines of Kafka, 3.9 and 4.1: they are what testcontainers knows how to start. */
const kafkaImages: Readonly<Record<KafkaVersion, string>> = {
  '3.9.1': 'confluentinc/cp-kafka:7.9.1',
  '4.1.0': 'confluentinc/cp-kafka:8.1.0',
};
const mongoImage = 'mongo:8.0';
const nothing = async () => undefined;

/** @throws Failure `unavailable` when what was offered does not come up */
export async function obtainBroker(
  origin: Origin,
  version: KafkaVersion,
  settings: TestSettings,
): Promise<Held<TestBroker>> {
  if (origin === 'environment') {
    await orUnavailable('KAFKA_BROKERS', () => kafkaAnswers(settings.brokers));
    return { server: { brokers: settings.brokers, origin, version: null }, release: nothing };
  }
  if (origin === 'docker') return orUnavailable(kafkaImages[version], () => brokerInDocker(version));
  const broker = await startKafka({ version });
  return { server: { brokers: broker.brokers, origin, version }, release: broker.stop };
}

/** @throws Failure `unavailable` when what was offered does not come up */
export async function obtainDatabase(origin: Origin, settings: TestSettings): Promise<Held<TestDatabase>> {
  if (origin === 'environment') {
    const url = settings.databaseUrl ?? '';
    await orUnavailable('MONGODB_URL', () => mongoAnswers(url, 5_000));
    return { server: { url, origin, isStandIn: false }, release: nothing };
  }
  if (origin === 'docker') return orUnavailable(mongoImage, databaseInDocker);
  const database = await startMongo();
  return { server: { url: database.url, origin, isStandIn: true }, release: database.stop };
}

async function brokerInDocker(version: KafkaVersion): Promise<Held<TestBroker>> {
  const { KafkaContainer } = await import('@testcontainers/kafka');
  const container = await new KafkaContainer(kafkaImages[version])
    .withKraft()
    .withEnvironment({
      KAFKA_AUTO_CREATE_TOPICS_ENABLE: 'false',
      KAFKA_GROUP_MIN_SESSION_TIMEOUT_MS: '1000',
      KAFKA_TRANSACTION_STATE_LOG_REPLICATION_FACTOR: '1',
    })
    .start();
  const brokers = [`${container.getHost()}:${container.getMappedPort(9093)}`];
  return { server: { brokers, origin: 'docker', version }, release: async () => void (await container.stop()) };
}

async function databaseInDocker(): Promise<Held<TestDatabase>> {
  const { MongoDBContainer } = await import('@testcontainers/mongodb');
  const container = await new MongoDBContainer(mongoImage).start();
  const url = `${container.getConnectionString()}/?directConnection=true`;
  return { server: { url, origin: 'docker', isStandIn: false }, release: async () => void (await container.stop()) };
}

async function orUnavailable<T>(what: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Failure('unavailable', `${what} does not serve: ${reason}`, { cause: error });
  }
}
