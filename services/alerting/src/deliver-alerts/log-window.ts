import type { Cursor } from '@vilfredo/event-sourcing';
import type { Message } from './message.js';

/** A stretch of the log that one receiver is busy with; what is of no interest to it has no message. */
export interface Entry {
  readonly cursor: Cursor;
  readonly message: Message | null;
  state: 'waiting' | 'under-way' | 'held' | 'done';
}

/** What was read from the log for one receiver and is not done with, in the order of the log. */
export class LogWindow {
  private readonly entries: Entry[] = [];
  private settled: Cursor | null;
  private reached: Cursor | null;

  constructor(cursor: Cursor | null) {
    this.settled = cursor;
    this.reached = cursor;
  }

  /** Everything up to here is done. */
  get cursor(): Cursor | null {
    return this.settled;
  }

  /** Read on from here. */
  get readCursor(): Cursor | null {
    return this.reached;
  }

  get size(): number {
    return this.entries.length;
  }

  enter(entry: Entry): void {
    this.reached = entry.cursor;
    if (entry.state === 'done' && this.entries.at(-1)?.state === 'done') this.entries.pop();
    this.entries.push(entry);
    if (entry.state === 'done') this.advance();
  }

  done(entry: Entry): void {
    entry.state = 'done';
    this.advance();
  }

  waiting(): readonly Entry[] {
    return this.entries.filter(({ state }) => state === 'waiting');
  }

  /** The entry of a message under way. */
  underWay(message: Message): Entry {
    return this.entries.find((entry) => entry.message === message && entry.state === 'under-way')!;
  }

  private advance(): void {
    while (this.entries[0]?.state === 'done') this.settled = this.entries.shift()!.cursor;
  }
}
