import { setTimeout as pause } from 'node:timers/promises';
import type { BrokerState } from './broker-state.js';
import { errorCodes } from './error-codes.js';
import type { PartitionLog } from './partition-log.js';
import { countRecords } from './record-batch.js';
import type { WireReader } from './wire-reader.js';
import { WireWriter } from './wire-writer.js';

/** Produce, version 7: records are counted and thrown away. */
export function answerProduce(request: WireReader, { topics }: BrokerState): WireWriter | null {
  request.nullableString();
  const acks = request.int16();
  request.int32();
  const produced = request.array(() => ({
    topic: request.string(),
    partitions: request.array(() => ({ partition: request.int32(), records: countRecords(request.bytes()) })),
  }));
  const answer = new WireWriter();
  answer.array(produced, ({ topic, partitions }) => {
    answer.string(topic).array(partitions, ({ partition, records }) => {
      const log = topics.partition(topic, partition);
      answer
        .int32(partition)
        .int16(log === undefined ? errorCodes.unknownTopicOrPartition : errorCodes.none)
        .int64(log === undefined ? -1 : log.produce(records))
        .int64(-1)
        .int64(log?.start ?? -1);
    });
  });
  return acks === 0 ? null : answer.int32(0);
}

interface Wanted {
  readonly partition: number;
  readonly offset: number;
  readonly maxBytes: number;
}

interface Found {
  readonly partition: number;
  readonly log: PartitionLog | undefined;
  readonly error: number;
  readonly records: readonly Buffer[];
  readonly bytes: number;
}

/** Fetch, version 11: batches from memory; where there is nothing new, an empty answer after the wait that the client allows. */
export async function answerFetch(request: WireReader, { topics }: BrokerState): Promise<WireWriter> {
  request.int32();
  const maxWait = request.int32();
  request.int32();
  let left = request.int32();
  request.int8();
  request.int32();
  request.int32();
  const found = request
    .array(() => ({ topic: request.string(), partitions: request.array(() => readWanted(request)) }))
    .map(({ topic, partitions }) => ({
      topic,
      partitions: partitions.map((wanted) => {
        const some = find(topics.partition(topic, wanted.partition), wanted, left);
        left -= some.bytes;
        return some;
      }),
    }));
  const isIdle = found.every(({ partitions }) => partitions.every(({ bytes, error }) => bytes === 0 && error === 0));
  if (isIdle) await pause(maxWait, undefined, { ref: false });
  const answer = new WireWriter().int32(0).int16(errorCodes.none).int32(0);
  return answer.array(found, ({ topic, partitions }) => {
    answer.string(topic).array(partitions, (some) => writeFound(answer, some));
  });
}

function readWanted(request: WireReader): Wanted {
  const partition = request.int32();
  request.int32();
  const offset = request.int64();
  request.int64();
  return { partition, offset, maxBytes: request.int32() };
}

function find(log: PartitionLog | undefined, { partition, offset, maxBytes }: Wanted, left: number): Found {
  const nothing = { partition, log, records: [], bytes: 0 };
  if (log === undefined) return { ...nothing, error: errorCodes.unknownTopicOrPartition };
  if (offset < log.start || offset > log.highWatermark) return { ...nothing, error: errorCodes.offsetOutOfRange };
  const records = left > 0 ? log.read(offset, Math.min(maxBytes, left)) : [];
  const bytes = records.reduce((sum, { length }) => sum + length, 0);
  return { partition, log, error: errorCodes.none, records, bytes };
}

function writeFound(answer: WireWriter, { partition, log, error, records, bytes }: Found): void {
  answer
    .int32(partition)
    .int16(error)
    .int64(log?.highWatermark ?? -1)
    .int64(log?.highWatermark ?? -1)
    .int64(log?.start ?? -1)
    .int32(0)
    .int32(-1)
    .int32(bytes);
  for (const piece of records) answer.raw(piece);
}

const earliest = -2;

/** ListOffsets, version 3. Any moment but the earliest is answered as the latest: records here have no order in time. */
export function answerListOffsets(request: WireReader, { topics }: BrokerState): WireWriter {
  request.int32();
  request.int8();
  const asked = request.array(() => ({
    topic: request.string(),
    partitions: request.array(() => ({ partition: request.int32(), moment: request.int64() })),
  }));
  const answer = new WireWriter().int32(0);
  return answer.array(asked, ({ topic, partitions }) => {
    answer.string(topic).array(partitions, ({ partition, moment }) => {
      const log = topics.partition(topic, partition);
      const offset = moment === earliest ? log?.start : log?.highWatermark;
      const error = log === undefined ? errorCodes.unknownTopicOrPartition : errorCodes.none;
      answer
        .int32(partition)
        .int16(error)
        .int64(-1)
        .int64(offset ?? -1);
    });
  });
}

/** InitProducerId, version 1. */
export function answerInitProducerId(_: WireReader, state: BrokerState): WireWriter {
  return new WireWriter().int32(0).int16(errorCodes.none).int64(state.nextProducerId()).int16(0);
}
