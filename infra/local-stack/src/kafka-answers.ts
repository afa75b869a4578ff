import { Kafka, logLevel } from 'kafkajs';

/** Resolves when a cluster shows its broker and a coordinator of groups answers; rejects as long as one does not. */
export async function kafkaAnswers(brokers: readonly string[]): Promise<void> {
  const kafka = new Kafka({
    brokers: [...brokers],
    clientId: 'vilfredo-local-stack',
    logLevel: logLevel.NOTHING,
    connectionTimeout: 1_000,
    requestTimeout: 5_000,
    retry: { retries: 0 },
  });
  const admin = kafka.admin();
  try {
    await admin.connect();
    const cluster = await admin.describeCluster();
    if (cluster.brokers.length === 0) throw new Error('the cluster shows no broker');
    await admin.describeGroups(['vilfredo-local-stack']);
  } finally {
    await admin.disconnect();
  }
}
