import { documentsOf, type TestStack } from '@vilfredo/local-stack';
import { Kafka, logLevel } from 'kafkajs';

const patienceMs = 60_000;

/** Every record that a deployment has on the broker, as it is there: topic, key, headers and value. @returns how many */
export async function eachRecord(
  { broker }: TestStack,
  prefix: string,
  look: (topic: string, record: Buffer) => void,
): Promise<number> {
  const kafka = new Kafka({ clientId: 'looker', brokers: [...broker.brokers], logLevel: logLevel.NOTHING });
  const admin = kafka.admin();
  await admin.connect();
  const topics = (await admin.listTopics()).filter((topic) => topic.startsWith(prefix));
  const ends = await Promise.all(topics.map((topic) => admin.fetchTopicOffsets(topic)));
  await admin.disconnect();
  const due = ends.flat().reduce((sum, { low, high }) => sum + Number(high) - Number(low), 0);
  const consumer = kafka.consumer({ groupId: `${prefix}looker` });
  await consumer.connect();
  await consumer.subscribe({ topics, fromBeginning: true });
  // Looked at when all are there: the consumer would take what a look throws for a reason to try again.
  const records = new Map<string, { topic: string; record: Buffer }>();
  const all = new Promise<void>((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`${records.size} of ${due} records were read`)), patienceMs);
    void consumer.run({
      eachMessage: async ({ topic, partition, message: { offset, key, value, headers } }) => {
        const parts = [key, value, ...Object.values(headers ?? {}).flat()];
        records.set(`${topic}-${partition}-${offset}`, { topic, record: Buffer.concat(parts.map(asBytes)) });
        if (records.size < due) return;
        clearTimeout(timer);
        resolve();
      },
    });
  });
  await all.finally(() => consumer.disconnect());
  for (const { topic, record } of records.values()) look(topic, record);
  return records.size;
}

/** Every document that a deployment has in the database. @returns how many */
export async function eachDocument(
  { database }: TestStack,
  prefix: string,
  look: (collection: string, document: string) => void,
): Promise<number> {
  let seen = 0;
  for await (const { collection, text } of documentsOf(database.url, `vilfredo-${prefix.replace(/\W+/g, '')}`)) {
    look(collection, text);
    seen += 1;
  }
  return seen;
}

function asBytes(part: Buffer | string | null | undefined): Buffer {
  return Buffer.from(part ?? '');
}
