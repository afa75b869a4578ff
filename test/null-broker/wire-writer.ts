/** Writes the primitive types of Kafka's protocol, big-endian. Bytes that are there already are passed on, not copied. */
export class WireWriter {
  private readonly parts: Buffer[] = [];
  private buffer = Buffer.allocUnsafe(256);
  private at = 0;
  private before = 0;

  /** Bytes written so far. */
  get length(): number {
    return this.before + this.at;
  }

  int8(value: number): this {
    this.reserve(1);
    this.at = this.buffer.writeInt8(value, this.at);
    return this;
  }

  int16(value: number): this {
    this.reserve(2);
    this.at = this.buffer.writeInt16BE(value, this.at);
    return this;
  }

  int32(value: number): this {
    this.reserve(4);
    this.at = this.buffer.writeInt32BE(value, this.at);
    return this;
  }

  uint32(value: number): this {
    this.reserve(4);
    this.at = this.buffer.writeUInt32BE(value, this.at);
    return this;
  }

  int64(value: number): this {
    this.reserve(8);
    this.at = this.buffer.writeBigInt64BE(BigInt(value), this.at);
    return this;
  }

  /** A whole number of variable length, zigzag-encoded. */
  varint(value: number): this {
    this.reserve(10);
    let rest = value >= 0 ? value * 2 : value * -2 - 1;
    for (; rest >= 128; rest = Math.floor(rest / 128)) this.buffer[this.at++] = (rest % 128) | 128;
    this.buffer[this.at++] = rest;
    return this;
  }

  string(value: string | null): this {
    if (value === null) return this.int16(-1);
    return this.int16(Buffer.byteLength(value)).text(value);
  }

  varintString(value: string | null): this {
    if (value === null) return this.varint(-1);
    return this.varint(Buffer.byteLength(value)).text(value);
  }

  bytes(value: Buffer): this {
    return this.int32(value.length).raw(value);
  }

  array<T>(items: readonly T[], write: (item: T) => void): this {
    this.int32(items.length);
    for (const item of items) write(item);
    return this;
  }

  /** Bytes as they are, with no length before them. They must not change any more. */
  raw(value: Buffer): this {
    this.parts.push(this.buffer.subarray(0, this.at), value);
    this.before += this.at + value.length;
    this.buffer = this.buffer.subarray(this.at);
    this.at = 0;
    return this;
  }

  /** All that was written, in pieces. */
  pieces(): readonly Buffer[] {
    return [...this.parts, this.buffer.subarray(0, this.at)];
  }

  toBuffer(): Buffer {
    return Buffer.concat(this.pieces());
  }

  private text(value: string): this {
    const length = Buffer.byteLength(value);
    this.reserve(length);
    this.at += this.buffer.write(value, this.at);
    return this;
  }

  private reserve(length: number): void {
    if (this.at + length <= this.buffer.length) return;
    const larger = Buffer.allocUnsafe(Math.max(256, 2 * (this.at + length)));
    this.buffer.copy(larger, 0, 0, this.at);
    this.buffer = larger;
  }
}
