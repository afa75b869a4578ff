import { setTimeout as pause } from 'node:timers/promises';
import type { Chance } from '../drills/chance.js';
import type { Toxic } from './toxics.js';

/** What a link lets a toxic do to its connection. */
export interface Victim {
  /** Ends both directions, with what is on its way lost. */
  close(): void;
  /** The same with a reset instead of an end. */
  reset(): void;
}

/** Data on its way: what is left of a chunk, and when it arrived (`performance.now()`). */
export interface Piece {
  readonly bytes: Buffer;
  readonly arrived: number;
}

/** One toxic at work on one direction of one connection, until it is lifted. */
export class Affliction {
  private readonly lifted = new AbortController();
  private fuse: NodeJS.Timeout | undefined;
  private through = 0;

  constructor(
    readonly toxic: Toxic,
    private readonly chance: Chance,
    private readonly victim: Victim,
  ) {
    if (toxic.type === 'timeout' && toxic.timeout > 0) this.fuse = setTimeout(() => victim.close(), toxic.timeout);
  }

  /** Waits that are going on end at once; what has been dropped stays dropped. */
  lift(): void {
    clearTimeout(this.fuse);
    this.lifted.abort();
  }

  /** What becomes of a piece, as it becomes: nothing when it is dropped, several when it is cut. */
  async *suffer(piece: Piece): AsyncGenerator<Piece> {
    const { toxic } = this;
    if (this.lifted.signal.aborted) yield piece;
    else if (toxic.type === 'latency') yield await this.late(piece, toxic.latency + this.around(toxic.jitter ?? 0));
    else if (toxic.type === 'bandwidth') yield* this.throttled(piece, toxic.rate);
    else if (toxic.type === 'slicer') yield* this.sliced(piece, toxic.average_size, toxic);
    else if (toxic.type === 'limit_data') yield* this.limited(piece, toxic.bytes);
    else if (toxic.type === 'reset_peer') this.fuse ??= setTimeout(() => this.victim.reset(), toxic.timeout);
    else if (toxic.type === 'slow_close') yield piece;
  }

  /** How the end of the stream is met. */
  async end(): Promise<void> {
    if (this.toxic.type === 'slow_close') await this.wait(this.toxic.delay);
  }

  private async late(piece: Piece, delay: number): Promise<Piece> {
    await this.wait(piece.arrived + delay - performance.now());
    return piece;
  }

  /** A tenth of a second's worth at a time. */
  private async *throttled({ bytes, arrived }: Piece, rate: number): AsyncGenerator<Piece> {
    const most = Math.max(1, Math.floor(rate * 100));
    for (let at = 0; at < bytes.length; at += most) {
      const part = bytes.subarray(at, at + most);
      await this.wait(part.length / rate);
      yield { bytes: part, arrived };
    }
  }

  private async *sliced(
    { bytes, arrived }: Piece,
    averageSize: number,
    { size_variation = 0, delay = 0 }: { readonly size_variation?: number; readonly delay?: number },
  ): AsyncGenerator<Piece> {
    for (let at = 0; at < bytes.length; ) {
      const size = Math.max(1, Math.round(averageSize + this.around(size_variation)));
      if (at > 0) await this.wait(delay / 1_000);
      yield { bytes: bytes.subarray(at, at + size), arrived };
      at += size;
    }
  }

  private async *limited({ bytes, arrived }: Piece, limit: number): AsyncGenerator<Piece> {
    const part = bytes.subarray(0, Math.max(0, limit - this.through));
    this.through += part.length;
    if (part.length > 0) yield { bytes: part, arrived };
    if (this.through >= limit) this.victim.close();
  }

  private around(spread: number): number {
    return spread === 0 ? 0 : (this.chance.next() * 2 - 1) * spread;
  }

  private async wait(ms: number): Promise<void> {
    if (ms <= 0 || this.lifted.signal.aborted) return;
    try {
      await pause(ms, undefined, { signal: this.lifted.signal });
    } catch (error) {
      if (!this.lifted.signal.aborted) throw error;
    }
  }
}
