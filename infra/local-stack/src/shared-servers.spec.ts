import { jest } from '@jest/globals';
import { Kafka, logLevel } from 'kafkajs';
import mongoose from 'mongoose';
import { describeOnEveryKafka, describeWithDatabase, describeWithStack } from './describe-with.js';
import { findBroker, findDatabase } from './find-servers.js';
import { kafkaAnswers } from './kafka-answers.js';

describeOnEveryKafka('the broker of a test run', (broker) => {
  it('makes topics', async () => {
    const admin = new Kafka({ brokers: [...broker().brokers], logLevel: logLevel.NOTHING }).admin();
    const topic = `shared-servers-${process.pid}`;
    await admin.connect();
    expect(await admin.createTopics({ topics: [{ topic, numPartitions: 3 }], waitForLeaders: true })).toBe(true);
    await admin.deleteTopics({ topics: [topic] });
    await admin.disconnect();
  });
});

describeWithDatabase('the database of a test run', (database) => {
  it('replaces a document at the version that was read', async () => {
    const client = new mongoose.mongo.MongoClient(database().url);
    const views = client.db(`shared-servers-${process.pid}`).collection<{ _id: string; version: number }>('views');
    await views.insertOne({ _id: 'c1', version: 1 });
    expect((await views.replaceOne({ _id: 'c1', version: 1 }, { version: 2 })).modifiedCount).toBe(1);
    expect((await views.replaceOne({ _id: 'c1', version: 1 }, { version: 3 })).modifiedCount).toBe(0);
    await client.db(`shared-servers-${process.pid}`).dropDatabase();
    await client.close();
  });
});

describeWithStack('the stack of a test run', (stack) => {
  it('is one for all who ask, and goes on when one of them lets go', async () => {
    const [broker, database] = [await findBroker(), await findDatabase()];
    expect(broker).toMatchObject({ server: stack().broker });
    expect(database).toMatchObject({ server: stack().database });
    if ('release' in broker) await broker.release();
    await kafkaAnswers(stack().broker.brokers);
  });

  it('is found outside of a run by the names of the environment, and left alone when it is let go', async () => {
    const { broker, database } = stack();
    jest.replaceProperty(process, 'env', { KAFKA_BROKERS: broker.brokers.join(), MONGODB_URL: database.url });
    const found = [await findBroker(), await findDatabase()];
    jest.restoreAllMocks();
    expect(found).toMatchObject([
      { server: { brokers: broker.brokers, origin: 'environment', version: null } },
      { server: { url: database.url, origin: 'environment' } },
    ]);
    for (const one of found) if ('release' in one) await one.release();
    await kafkaAnswers(broker.brokers);
  });
});
