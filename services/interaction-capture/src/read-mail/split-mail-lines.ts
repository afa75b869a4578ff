const newline = 10;
const dash = 45;
const newlineDash = Buffer.from('\n-');

/** Told of every line, its end included; a line longer than what is held comes in pieces. */
export type OnLine = (bytes: Buffer, begins: boolean, ends: boolean) => void;

/** Beyond this many bytes no line is taken for a header, a delimiter of parts or a From_ line. */
const mostHeld = 262_144;

export interface LineOptions {
  /** Longer lines come in pieces. */
  readonly held?: number;
  /** Whether only lines that start with a dash matter now: then those between may come several at once, as one. */
  readonly onlyDashes?: () => boolean;
}

/** Cuts chunks into lines, in memory of one chunk and what is held. The bytes told are valid only while told. */
export class LineSplitter {
  private waiting: Buffer[] = [];
  private waitingBytes = 0;
  private begins = true;
  private readonly held: number;
  private readonly onlyDashes: () => boolean;

  constructor(
    private readonly onLine: OnLine,
    { held = mostHeld, onlyDashes = () => false }: LineOptions = {},
  ) {
    this.held = held;
    this.onlyDashes = onlyDashes;
  }

  take(chunk: Uint8Array): void {
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    for (let from = 0; from < bytes.length; ) {
      const end = this.endOfLines(bytes, from);
      if (end > 0) this.tell(bytes.subarray(from, end), true);
      else this.tellOrHold(bytes.subarray(from));
      from = end > 0 ? end : bytes.length;
    }
  }

  end(): void {
    if (this.waitingBytes > 0) this.tell(Buffer.alloc(0), true);
  }

  /** Where the line that starts at `from` ends, or several where that is allowed; 0 when it does not end here. */
  private endOfLines(bytes: Buffer, from: number): number {
    const isBegun = !this.begins || this.waitingBytes > 0;
    if (isBegun || bytes[from] === dash || !this.onlyDashes()) return bytes.indexOf(newline, from) + 1;
    const next = bytes.indexOf(newlineDash, from);
    const last = next < 0 ? bytes.lastIndexOf(newline) : next;
    return last < from ? 0 : last + 1;
  }

  private tellOrHold(rest: Buffer): void {
    if (!this.begins || this.waitingBytes + rest.length > this.held) {
      this.tell(rest, false);
      return;
    }
    // A chunk belongs to its source, which may use it again.
    this.waiting.push(Buffer.from(rest));
    this.waitingBytes += rest.length;
  }

  private tell(bytes: Buffer, ends: boolean): void {
    const whole = this.waitingBytes > 0 ? Buffer.concat([...this.waiting, bytes]) : bytes;
    this.waiting = [];
    this.waitingBytes = 0;
    this.onLine(whole, this.begins, ends);
    this.begins = ends;
  }
}
