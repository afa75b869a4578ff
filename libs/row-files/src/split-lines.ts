import { isUtf8 } from 'node:buffer';

const newline = 10;

/** Complete lines, or the number of one that was left out. Line numbers are those of the file, from 1. */
export type TextPart =
  | { readonly bytes: Buffer; readonly firstLine: number; readonly refused?: undefined }
  | { readonly bytes?: undefined; readonly line: number; readonly refused: 'lineTooLong' | 'badEncoding' };

export interface SplitOptions {
  /** A longer line is passed over without being held, and reported. */
  readonly longestLine: number;
}

/** Cuts UTF-8 text into blocks of complete lines, each ending in a newline, in memory of at most two such lines. */
export async function* splitLines(
  chunks: AsyncIterable<Buffer>,
  { longestLine }: SplitOptions,
): AsyncGenerator<TextPart> {
  const piece = Math.min(262_144, longestLine);
  const splitter = new Splitter(longestLine);
  for await (const chunk of chunks) {
    for (let from = 0; from < chunk.length; from += piece) yield* splitter.take(chunk.subarray(from, from + piece));
  }
  yield* splitter.end();
}

class Splitter {
  private line = 1;
  private begun: Buffer[] = [];
  private begunBytes = 0;
  private passingOver = false;

  constructor(private readonly longest: number) {}

  /** @param piece no longer than the longest line, so that only its first line can be too long */
  *take(piece: Buffer): Generator<TextPart> {
    const first = piece.indexOf(newline);
    const length = this.begunBytes + (first < 0 ? piece.length : first);
    if (!this.passingOver && length > this.longest) {
      this.passingOver = true;
      this.begun = [];
      this.begunBytes = 0;
      yield { line: this.line, refused: 'lineTooLong' };
    }
    if (first < 0) {
      if (!this.passingOver) this.begin(piece);
      return;
    }
    if (this.passingOver) {
      this.passingOver = false;
      this.line++;
      piece = piece.subarray(first + 1);
    }
    const last = piece.lastIndexOf(newline);
    if (last >= 0) {
      const whole = piece.subarray(0, last + 1);
      const block = this.begunBytes > 0 ? Buffer.concat([...this.begun, whole]) : whole;
      this.begun = [];
      this.begunBytes = 0;
      yield* this.checked(block);
    }
    if (last + 1 < piece.length) this.begin(piece.subarray(last + 1));
  }

  *end(): Generator<TextPart> {
    if (this.begunBytes > 0) yield* this.checked(Buffer.concat([...this.begun, Buffer.from('\n')]));
  }

  private begin(piece: Buffer): void {
    this.begun.push(piece);
    this.begunBytes += piece.length;
  }

  /** Lines that are not UTF-8 are taken out one by one: what they say cannot be known. */
  private *checked(block: Buffer): Generator<TextPart> {
    if (isUtf8(block)) {
      yield { bytes: block, firstLine: this.line };
      this.line += countNewlines(block, 0, block.length);
      return;
    }
    for (let from = 0; from < block.length; ) {
      const to = block.indexOf(newline, from) + 1;
      const line = block.subarray(from, to);
      yield isUtf8(line) ? { bytes: line, firstLine: this.line } : { line: this.line, refused: 'badEncoding' };
      this.line++;
      from = to;
    }
  }
}

export function countNewlines(bytes: Buffer, from: number, to: number): number {
  let count = 0;
  for (let at = bytes.indexOf(newline, from); at >= 0 && at < to; at = bytes.indexOf(newline, at + 1)) count++;
  return count;
}
