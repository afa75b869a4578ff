import mongoose from 'mongoose';

/** Resolves when a database answers; rejects when it does not within a second. */
export async function mongoAnswers(url: string): Promise<void> {
  const client = new mongoose.mongo.MongoClient(url, { serverSelectionTimeoutMS: 1_000 });
  try {
    await client.db('admin').command({ ping: 1 });
  } finally {
    await client.close();
  }
}
