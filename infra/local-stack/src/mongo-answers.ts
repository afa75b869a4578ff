import mongoose from 'mongoose';

/** Resolves when a database answers; rejects when it does not within so many milliseconds. */
export async function mongoAnswers(url: string, withinMs = 1_000): Promise<void> {
  const client = new mongoose.mongo.MongoClient(url, { serverSelectionTimeoutMS: withinMs });
  try {
    await client.db('admin').command({ ping: 1 });
  } finally {
    await client.close();
  }
}
