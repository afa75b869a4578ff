import mongoose from 'mongoose';

export interface Document {
  readonly collection: string;
  /** As JSON. */
  readonly text: string;
}

/** Every document of a database as the server has it, past any adapter. @param url of the server */
export async function* documentsOf(url: string, database: string): AsyncGenerator<Document> {
  const client = new mongoose.mongo.MongoClient(url);
  try {
    const own = client.db(database);
    for (const { name } of await own.listCollections().toArray()) {
      for await (const document of own.collection(name).find()) {
        yield { collection: name, text: JSON.stringify(document) };
      }
    }
  } finally {
    await client.close();
  }
}
