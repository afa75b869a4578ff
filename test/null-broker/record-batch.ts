import { crc32c } from './crc32c.js';
import { WireWriter } from './wire-writer.js';

/** One record of a partition. */
export interface BrokerRecord {
  readonly key: string | null;
  readonly value: string | null;
  readonly headers: Readonly<Record<string, string>>;
  /** Epoch ms; 0 when not given. */
  readonly timestamp?: number;
}

/** Records as a partition holds them. */
export interface RecordBatch {
  readonly records: number;
  readonly bytes: Buffer;
}

const magic = 2;
/** Where, in a batch, its length and its last offset delta stand, and how much comes before what the length counts. */
const lengthAt = 8;
const lastOffsetDeltaAt = 23;
const beforeLength = 12;

/** Encodes records as one batch of format 2, uncompressed, its first offset 0. */
export function encodeRecordBatch(records: readonly BrokerRecord[]): RecordBatch {
  const timestamps = records.map(({ timestamp = 0 }) => timestamp);
  const first = timestamps[0] ?? 0;
  const checked = new WireWriter()
    .int16(0)
    .int32(records.length - 1)
    .int64(first)
    .int64(timestamps.reduce((a, b) => Math.max(a, b), first))
    .int64(-1)
    .int16(-1)
    .int32(-1)
    .int32(records.length);
  records.forEach((record, i) => {
    const body = recordBody(record, i, timestamps[i]! - first);
    checked.varint(body.length).raw(body);
  });
  const body = checked.toBuffer();
  const head = new WireWriter()
    .int64(0)
    .int32(4 + 1 + 4 + body.length)
    .int32(0)
    .int8(magic)
    .uint32(crc32c(body));
  return { records: records.length, bytes: Buffer.concat([head.toBuffer(), body]) };
}

function recordBody({ key, value, headers }: BrokerRecord, offsetDelta: number, timestampDelta: number): Buffer {
  const entries = Object.entries(headers);
  const body = new WireWriter()
    .int8(0)
    .varint(timestampDelta)
    .varint(offsetDelta)
    .varintString(key)
    .varintString(value);
  body.varint(entries.length);
  for (const [name, text] of entries) body.varintString(name).varintString(text);
  return body.toBuffer();
}

/** How many records there are in batches that follow each other, by their heads alone. */
export function countRecords(batches: Buffer): number {
  let records = 0;
  for (let at = 0; at + lastOffsetDeltaAt + 4 <= batches.length; ) {
    records += batches.readInt32BE(at + lastOffsetDeltaAt) + 1;
    at += beforeLength + batches.readInt32BE(at + lengthAt);
  }
  return records;
}
