import { createRequire } from 'node:module';
import fc from 'fast-check';
import { crc32c } from './crc32c.js';
import { PartitionLog } from './partition-log.js';
import { type BrokerRecord, countRecords, encodeRecordBatch } from './record-batch.js';

interface Decoded {
  readonly firstOffset: string;
  readonly records: readonly {
    readonly key: Buffer | null;
    readonly value: Buffer | null;
    readonly headers: Readonly<Record<string, Buffer>>;
    readonly offset: string;
    readonly timestamp: string;
  }[];
}

const inside = createRequire(import.meta.url);
const Decoder = inside('kafkajs/src/protocol/decoder') as new (bytes: Buffer) => { offset: number; buffer: Buffer };
const decode = inside('kafkajs/src/protocol/recordBatch/v0/decoder') as (decoder: object) => Promise<Decoded>;

const text = fc.oneof(fc.string(), fc.string({ unit: 'binary' }), fc.constant('ü€🙂'.repeat(50)));
// A lone surrogate has no UTF-8: it is no text that could be sent.
const sendable = text.map((some) => some.toWellFormed());
// The client keeps headers in a plain object, where some names are taken.
const headerName = fc.string().map((name) => `ce_${name}`);
const record: fc.Arbitrary<BrokerRecord> = fc.record({
  key: fc.option(sendable),
  value: fc.option(sendable),
  headers: fc.dictionary(headerName, sendable, { noNullPrototype: true }),
  timestamp: fc.nat({ max: 2 ** 42 }),
});
const records = fc.array(record, { minLength: 1, maxLength: 8 });

describe('a record batch', () => {
  it('given any records, then a stock client decodes the same ones', async () => {
    await fc.assert(
      fc.asyncProperty(records, async (some) => {
        const { bytes } = encodeRecordBatch(some);
        const decoded = await decode(new Decoder(bytes));
        expect(
          decoded.records.map(({ key, value, headers, offset, timestamp }) => ({
            key: key?.toString() ?? null,
            value: value?.toString() ?? null,
            headers: Object.fromEntries(Object.entries(headers).map(([name, header]) => [name, header.toString()])),
            offset: Number(offset),
            timestamp: Number(timestamp),
          })),
        ).toEqual(some.map((one, offset) => ({ ...one, offset })));
      }),
      { numRuns: 200 },
    );
  });

  it('given several batches in a row, then their records are counted by their heads', () => {
    fc.assert(
      fc.property(fc.array(records, { maxLength: 5 }), (batches) => {
        const bytes = Buffer.concat(batches.map((some) => encodeRecordBatch(some).bytes));
        expect(countRecords(bytes)).toBe(batches.flat().length);
      }),
    );
  });

  it('has the checksum that the format wants over all after it', () => {
    expect(crc32c(Buffer.from('123456789'))).toBe(0xe3069283);
    const { bytes } = encodeRecordBatch([{ key: 'k', value: 'v', headers: {} }]);
    expect(bytes.readUInt32BE(17)).toBe(crc32c(bytes.subarray(21)));
  });
});

describe('a partition in memory', () => {
  const logOf = (sizes: readonly number[], loops: number) => {
    const log = new PartitionLog(loops);
    for (const size of sizes) log.add(encodeRecordBatch(Array.from({ length: size }, () => one)));
    return log;
  };
  const one: BrokerRecord = { key: null, value: 'x', headers: {} };
  const firstOffset = (pieces: readonly Buffer[]) => Number(pieces[0]!.readBigInt64BE(0));

  it('given a read from any offset and of any size, then it starts with the batch that has it and goes on without a gap', () => {
    const sizes = fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(sizes, fc.integer({ min: 1, max: 3 }), fc.nat(), fc.nat(600), (some, loops, at, maxBytes) => {
        const log = logOf(some, loops);
        const offset = at % log.end;
        const pieces = log.read(offset, maxBytes);
        const first = firstOffset(pieces);
        expect(first).toBeLessThanOrEqual(offset);
        let next = first;
        for (let i = 0; i < pieces.length; i += 2) {
          expect(Number(pieces[i]!.readBigInt64BE(0))).toBe(next);
          next += countRecords(Buffer.concat([pieces[i]!, pieces[i + 1]!]));
        }
        expect(next).toBeGreaterThan(offset);
        const bytes = pieces.reduce((sum, { length }) => sum + length, 0);
        expect(pieces.length === 2 || bytes <= maxBytes).toBe(true);
      }),
    );
  });

  it('given several passes, then it ends after the last of them', () => {
    const log = logOf([2, 3], 3);
    expect(log.end).toBe(15);
    expect(log.read(15, 1_000)).toEqual([]);
    expect(log.read(0, 1e9)).toHaveLength(12);
  });

  it('given records produced, then their offsets grow and nothing is there to read', () => {
    const log = logOf([], 1);
    expect([log.produce(3), log.produce(2), log.highWatermark, log.start]).toEqual([0, 3, 5, 5]);
    expect(log.read(5, 1_000)).toEqual([]);
  });
});
