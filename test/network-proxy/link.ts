import type { Socket } from 'node:net';
import type { Affliction, Piece } from './affliction.js';

/** The most bytes that one direction of a connection holds back; beyond, its source is not read. */
const mostHeld = 1_048_576;

/** One direction of a connection: what `source` says is told to `target`, in order, after all that afflicts it. */
export class Link {
  readonly afflictions: Affliction[] = [];
  private readonly waiting: Piece[] = [];
  private ended = false;
  private closed = false;
  private bytes = 0;
  private wake: (() => void) | undefined;

  constructor(
    private readonly source: Socket,
    private readonly target: Socket,
  ) {
    source.on('data', (bytes: Buffer) => this.take(bytes));
    source.on('end', () => {
      this.ended = true;
      this.wake?.();
    });
  }

  /** Bytes read and not yet passed on. */
  get held(): number {
    return this.bytes + this.target.writableLength;
  }

  /** Tells until the source has ended or the connection is closed. */
  async run(): Promise<void> {
    while (!this.closed) {
      const piece = this.waiting.shift();
      if (piece !== undefined) await this.tell(piece);
      else if (this.ended) return this.finish();
      else await new Promise<void>((resolve) => (this.wake = resolve));
    }
  }

  close(): void {
    this.closed = true;
    for (const affliction of this.afflictions) affliction.lift();
    this.wake?.();
  }

  private take(bytes: Buffer): void {
    this.waiting.push({ bytes, arrived: performance.now() });
    this.bytes += bytes.length;
    if (this.bytes >= mostHeld) this.source.pause();
    this.wake?.();
  }

  private async tell(piece: Piece): Promise<void> {
    for await (const part of this.through(piece, [...this.afflictions])) {
      if (this.closed) return;
      if (!this.target.write(part.bytes)) await this.drained();
    }
    this.bytes -= piece.bytes.length;
    if (this.bytes < mostHeld) this.source.resume();
  }

  private async *through(piece: Piece, [first, ...rest]: readonly Affliction[]): AsyncGenerator<Piece> {
    if (first === undefined) yield piece;
    else for await (const part of first.suffer(piece)) yield* this.through(part, rest);
  }

  private async finish(): Promise<void> {
    for (const affliction of this.afflictions) await affliction.end();
    if (!this.closed) this.target.end();
  }

  private drained(): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        this.target.off('drain', done).off('close', done);
        resolve();
      };
      this.target.on('drain', done).on('close', done);
    });
  }
}
