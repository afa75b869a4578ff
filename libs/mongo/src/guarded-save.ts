import type { Field, GuardedSave } from '@vilfredo/event-sourcing';
import mongoose from 'mongoose';
import { failureOfMongo, refusal, unavailable } from './mongo-failure.js';
import type { ViewDocument, Views } from './view-model.js';

const DUPLICATE_KEY = 11_000;
/** PathNotViable and ImmutableField: what comes of an insertion that cannot be made. */
const NOT_INSERTED = [28, 66];

type Write = mongoose.mongo.AnyBulkWriteOperation<ViewDocument>;

/**
 * The write of a view whose stored version still is the one it was decided on. The answer to a bulk of updates says only
 * how many found their document; errors, though, it lists by position. So a guarded update that finds nothing goes on to
 * an insertion which no server can make, as it would put a field into the text of the id, and the race that it lost is
 * told by position, in the same round trip. A new view is an insertion that fails when the id is taken: in the same form,
 * so that all of a save is one request.
 */
export function guardedWrite({ id, version, body }: GuardedSave, fields: Readonly<Record<string, Field>>): Write {
  const $set = { version: version + 1, body, fields };
  // Stored versions begin with 1, so a filter by 0 finds nothing.
  const update = version === 0 ? { $set } : { $set, $setOnInsert: { '_id.lost': true } };
  return { updateOne: { filter: { _id: id, version }, update, upsert: true } };
}

/**
 * Does the writes of a save.
 * @returns the positions of those that lost their race
 * @throws Failure `unavailable` unless each is known to be written or lost: a connection that broke after a request had
 *   left says nothing, and neither does an acknowledgement that most members have not given
 */
export async function saveGuarded(views: Views, writes: readonly Write[]): Promise<readonly number[]> {
  const { result, lost } = await outcome(views, writes);
  const written = result.matchedCount + result.upsertedCount;
  if (written + lost.length !== writes.length) throw unavailable('the database did not account for every view');
  return lost;
}

interface Outcome {
  readonly result: { readonly matchedCount: number; readonly upsertedCount: number };
  readonly lost: readonly number[];
}

async function outcome(views: Views, writes: readonly Write[]): Promise<Outcome> {
  try {
    return { result: await views.bulkWrite([...writes], { ordered: false }), lost: [] };
  } catch (error) {
    return outcomeOf(error, writes);
  }
}

function outcomeOf(error: unknown, writes: readonly Write[]): Outcome {
  if (!(error instanceof mongoose.mongo.MongoBulkWriteError)) throw failureOfMongo(error);
  const unconfirmed = error.result.getWriteConcernError();
  if (unconfirmed !== undefined) throw unavailable('most members of the database did not confirm the save', error);
  const refused = [error.writeErrors].flat();
  if (refused.length === 0) throw failureOfMongo(error);
  for (const { code, index } of refused) {
    if (!isLostRace(code, writes[index])) throw refusal(code, undefined, error);
  }
  return { result: error.result, lost: refused.map(({ index }) => index).sort((one, other) => one - other) };
}

function isLostRace(code: number, write: Write | undefined): boolean {
  return code === DUPLICATE_KEY || (write !== undefined && isGuarded(write) && NOT_INSERTED.includes(code));
}

function isGuarded(write: Write): boolean {
  return 'updateOne' in write && '$setOnInsert' in write.updateOne.update;
}
