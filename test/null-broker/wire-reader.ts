/** Reads the primitive types of Kafka's protocol. @throws RangeError beyond the end */
export class WireReader {
  private at = 0;

  constructor(private readonly buffer: Buffer) {}

  int8(): number {
    return this.buffer.readInt8(this.skip(1));
  }

  int16(): number {
    return this.buffer.readInt16BE(this.skip(2));
  }

  int32(): number {
    return this.buffer.readInt32BE(this.skip(4));
  }

  int64(): number {
    return Number(this.buffer.readBigInt64BE(this.skip(8)));
  }

  string(): string {
    return this.nullableString() ?? '';
  }

  nullableString(): string | null {
    const length = this.int16();
    if (length < 0) return null;
    const from = this.skip(length);
    return this.buffer.toString('utf8', from, from + length);
  }

  /** A view on the bytes, not a copy; empty where there are none. */
  bytes(): Buffer {
    const length = Math.max(0, this.int32());
    const from = this.skip(length);
    return this.buffer.subarray(from, from + length);
  }

  /** Null where the array is null. */
  nullableArray<T>(read: () => T): T[] | null {
    const length = this.int32();
    return length < 0 ? null : Array.from({ length }, read);
  }

  array<T>(read: () => T): T[] {
    return this.nullableArray(read) ?? [];
  }

  private skip(length: number): number {
    const from = this.at;
    if (from + length > this.buffer.length) throw new RangeError('the request is shorter than it says');
    this.at += length;
    return from;
  }
}
