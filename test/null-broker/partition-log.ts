import type { RecordBatch } from './record-batch.js';

const offsetSize = 8;

/** A partition whose records are there from the start, in memory, as the bytes that are served. */
export class PartitionLog {
  private readonly batches: RecordBatch[] = [];
  /** First offset of each batch. */
  private readonly offsets: number[] = [];
  private size = 0;
  private produced = 0;

  /** @param loops how often the records are served, one pass after the other, with growing offsets */
  constructor(private readonly loops = 1) {}

  add(batch: RecordBatch): void {
    this.offsets.push(this.size);
    this.batches.push(batch);
    this.size += batch.records;
  }

  /** The offset after the last record that is served. */
  get end(): number {
    return this.size * this.loops;
  }

  /** The offset after the last record there ever was, those that were thrown away included. */
  get highWatermark(): number {
    return this.end + this.produced;
  }

  /** The first offset that can be read; where only records were there that were thrown away, the end. */
  get start(): number {
    return this.size > 0 ? 0 : this.produced;
  }

  /** Takes records in and throws them away. @returns the offset that the first of them had */
  produce(records: number): number {
    const first = this.highWatermark;
    this.produced += records;
    return first;
  }

  /** Batches from the one with `offset` on, at least one if there is one, else at most `maxBytes` of them. */
  read(offset: number, maxBytes: number): readonly Buffer[] {
    const pieces: Buffer[] = [];
    let bytes = 0;
    for (let from = offset; from < this.end; ) {
      const pass = Math.floor(from / this.size) * this.size;
      const at = this.batchWith(from - pass);
      const batch = this.batches[at]!;
      bytes += batch.bytes.length;
      if (pieces.length > 0 && bytes > maxBytes) break;
      const first = pass + this.offsets[at]!;
      pieces.push(offsetBytes(first), batch.bytes.subarray(offsetSize));
      from = first + batch.records;
    }
    return pieces;
  }

  private batchWith(offset: number): number {
    let [from, to] = [0, this.offsets.length - 1];
    while (from < to) {
      const middle = (from + to + 1) >>> 1;
      if (this.offsets[middle]! <= offset) from = middle;
      else to = middle - 1;
    }
    return from;
  }
}

/** The checksum of a batch leaves its first offset out: served again, a batch needs only another one of these. */
function offsetBytes(offset: number): Buffer {
  const bytes = Buffer.allocUnsafe(offsetSize);
  bytes.writeBigInt64BE(BigInt(offset));
  return bytes;
}
