import { randomUUID } from 'node:crypto';
import mongoose from 'mongoose';

/** A database that nobody else uses, and the driver's own view of it. */
export interface OwnDatabase {
  readonly settings: { readonly url: string; readonly database: string };
  ask<T>(question: (database: mongoose.mongo.Db) => Promise<T>): Promise<T>;
  /** Whether it is a stand-in, which knows no sessions; the environment may name one too. */
  isStandIn(): Promise<boolean>;
  /** Throws when a collection or one of its indexes is damaged. */
  inspect(): Promise<void>;
  dispose(): Promise<void>;
}

export function ownDatabase(url: string): OwnDatabase {
  const settings = { url, database: `views-${randomUUID()}` };
  const ask = async <T>(question: (database: mongoose.mongo.Db) => Promise<T>): Promise<T> => {
    const client = new mongoose.mongo.MongoClient(url);
    try {
      return await question(client.db(settings.database));
    } finally {
      await client.close();
    }
  };
  return {
    settings,
    ask,
    isStandIn: () =>
      ask(async (database) => {
        const hello = await database.admin().command({ ismaster: 1 });
        return hello.logicalSessionTimeoutMinutes === undefined;
      }),
    inspect: () => ask(validate),
    dispose: () => ask(async (database) => void (await database.dropDatabase())),
  };
}

async function validate(database: mongoose.mongo.Db): Promise<void> {
  for (const { name } of await database.listCollections().toArray()) {
    const { valid } = await database.command({ validate: name });
    if (valid !== true) throw new Error(`${name} is damaged`);
  }
}
