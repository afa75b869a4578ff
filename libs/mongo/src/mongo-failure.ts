import { Failure } from '@vilfredo/event-sourcing';
import mongoose from 'mongoose';

const { mongo } = mongoose;

/** Codes with which a server says that the request itself is wrong: https://www.mongodb.com/docs/manual/reference/error-codes/ */
const WRONG_REQUEST = new Set([2, 9, 14, 40, 59, 67, 72, 73, 85, 86]);

/**
 * Asks the database.
 * @throws Failure `unavailable` when the answer is not to be had: then it is unknown whether a write has happened
 */
export async function asking<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw failureOfMongo(error);
  }
}

/** The failure that an error of the driver stands for; any other error is given back as it is. */
export function failureOfMongo(error: unknown): unknown {
  // A bulk write that no server has answered is told as one that was refused, without a code.
  const isUnanswered = error instanceof mongo.MongoBulkWriteError && error.code === undefined;
  if (isUnanswered || error instanceof mongo.MongoNetworkError || isOfSocket(error)) {
    return unavailable('the connection to the database broke', error);
  }
  if (error instanceof mongo.MongoServerError) return refusal(error.code, error.codeName, error);
  if (error instanceof mongo.MongoOperationTimeoutError)
    return unavailable('the database did not answer in time', error);
  if (error instanceof mongo.MongoServerSelectionError || error instanceof mongoose.Error) {
    return unavailable('no database can be reached that takes writes', error);
  }
  if (error instanceof mongo.MongoInvalidArgumentError || error instanceof mongo.MongoCompatibilityError) {
    return new Failure('bug', 'the database was asked wrongly', { cause: error });
  }
  if (error instanceof mongo.MongoError) return unavailable('the connection to the database is closed', error);
  return error;
}

/** The driver hands on what a socket tells while a request is being written to it. */
function isOfSocket(error: unknown): boolean {
  return error instanceof Error && 'syscall' in error && 'code' in error;
}

/** What the server itself refuses. Full disk, changed primary, lack of rights: all that may pass is `unavailable`. */
export function refusal(code: unknown, name: string | undefined, cause: unknown): Failure {
  const reason = `the database refuses: ${name ?? `code ${code}`}`;
  if (typeof code === 'number' && WRONG_REQUEST.has(code)) return new Failure('bug', reason, { cause });
  return unavailable(reason, cause);
}

export function unavailable(reason: string, cause?: unknown): Failure {
  return new Failure('unavailable', reason, { retryAfter: 5, cause });
}
