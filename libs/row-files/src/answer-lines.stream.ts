import { once } from 'node:events';
import type { Writable } from 'node:stream';
import { type Clock, Failure } from '@vilfredo/event-sourcing';
import type { ImportProgress, RefusedRecord } from './import-tally.js';

const progressEveryMs = 500;

/** Writes the answer to an import line by line, no faster than it is read. */
export class AnswerLines {
  private progressAt = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly out: Writable,
    private readonly clock: Clock,
  ) {
    this.progress({ bytes: 0, lines: 0, accepted: 0 });
  }

  /** Told at most every half second; the very first line makes the sender see at once that it is being listened to. */
  progress(progress: ImportProgress): void {
    const now = this.clock();
    if (now - this.progressAt < progressEveryMs || !this.out.writable) return;
    this.progressAt = now;
    this.write({ progress });
  }

  /** @throws Failure `unavailable` when nobody reads the answer any more: a refusal must not be lost unseen. */
  refused(refused: RefusedRecord): void | Promise<void> {
    if (!this.out.writable) throw gone();
    if (!this.write({ refused })) return this.untilRead();
  }

  end(last: object): void {
    if (!this.out.writable) return;
    this.write(last);
    this.out.end();
  }

  private write(line: object): boolean {
    return this.out.write(`${JSON.stringify(line)}\n`);
  }

  private async untilRead(): Promise<void> {
    const closed = new AbortController();
    try {
      await Promise.race([
        once(this.out, 'drain', { signal: closed.signal }),
        once(this.out, 'close', { signal: closed.signal }).then(() => Promise.reject(gone())),
      ]);
    } finally {
      closed.abort();
    }
  }
}

function gone(): Failure {
  return new Failure('unavailable', 'nobody reads the answer any more');
}
