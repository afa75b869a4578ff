import { createHash } from 'node:crypto';
import type { Cursor } from '@vilfredo/event-sourcing';
import { HeldLedger, type Tried } from './held-ledger.js';
import type { HeldMessages } from './held-messages.js';
import { type Entry, LogWindow } from './log-window.js';
import type { Held, Message } from './message.js';

export interface QueueLimits {
  /** Attempts under way at once. */
  readonly slots: number;
  /** Customers with a message that failed; at so many the receiver counts as down, and nothing new is begun. */
  readonly retrying: number;
  /** Messages that wait beside the log. */
  readonly held: number;
  /** Messages read from the log and not yet done with. */
  readonly ahead: number;
}

export const defaultLimits: QueueLimits = { slots: 8, retrying: 50, held: 1_000, ahead: 256 };

/** One attempt to be made. */
export interface Attempt {
  readonly messages: readonly Message[];
  /** What the messages are held as; empty for a message that comes straight from the log. */
  readonly held: readonly Held[];
  readonly batch: string | null;
  /** Whether its batch has to be kept before it is sent. */
  readonly isNewBatch: boolean;
}

/**
 * The order in which one receiver's messages go out. Messages of one customer go one after the other, in the order of
 * the log; those of different customers side by side. A message that fails is held, with those behind it of the same
 * customer, and others pass by. The cursor follows what is delivered or safely held, never what is under way.
 */
export class MessageQueue {
  private readonly window: LogWindow;
  private readonly busy = new Set<string>();
  /** What is held, with what has still to be written down of it. */
  readonly ledger: HeldLedger;
  private underWay = 0;

  constructor(
    cursor: Cursor | null,
    held: readonly Held[],
    private readonly limits: QueueLimits,
    private readonly together = false,
  ) {
    this.window = new LogWindow(cursor);
    this.ledger = new HeldLedger(held, this.window);
  }

  private get held(): HeldMessages {
    return this.ledger.messages;
  }

  /** Everything up to here is delivered or held. */
  get cursor(): Cursor | null {
    return this.window.cursor;
  }

  /** Read on from here. */
  get readCursor(): Cursor | null {
    return this.window.readCursor;
  }

  get heldCount(): number {
    return this.held.size;
  }

  get retryingCount(): number {
    return this.held.retrying;
  }

  get isIdle(): boolean {
    return this.underWay === 0;
  }

  /** So much fails that nothing new is begun: what is held decides when it goes on. */
  get isBlocked(): boolean {
    return this.held.retrying >= this.limits.retrying || this.held.size >= this.limits.held;
  }

  get room(): number {
    return this.isBlocked ? 0 : Math.max(0, this.limits.ahead - this.window.size);
  }

  /** Nothing of interest up to here. */
  pass(cursor: Cursor): void {
    this.window.enter({ cursor, message: null, state: 'done' });
  }

  /** The next message of the log; it goes out when its customer's earlier ones have, and not before its time. */
  add(message: Message, cursor: Cursor, notBefore: number, now: number): void {
    if (this.held.has(message.id)) {
      this.pass(cursor);
      return;
    }
    const isToHold = this.together || notBefore > now || this.held.isOn(message.customerId);
    if (isToHold) this.ledger.holdWaiting(message.customerId);
    const entry: Entry = { cursor, message, state: 'waiting' };
    this.window.enter(entry);
    if (isToHold) this.ledger.hold(entry, notBefore);
  }

  /** The attempts to make now; they count as under way from here on. */
  take(now: number): readonly Attempt[] {
    const attempts = this.together ? this.takeTogether(now) : this.takeSingly(now);
    for (const { messages } of attempts) {
      this.underWay++;
      for (const { customerId } of messages) this.busy.add(customerId);
    }
    return attempts;
  }

  /** Nothing more is to be done about it: delivered, or given up. */
  finished(attempt: Attempt): void {
    this.landed(attempt);
    for (const held of attempt.held) this.ledger.strikeOut(held);
    if (attempt.held.length === 0) this.window.done(this.entryFor(attempt));
  }

  /** It is to be tried again at `next`; a message that came straight from the log is held from now on. */
  failed(attempt: Attempt, tried: Tried): void {
    this.landed(attempt);
    const held = attempt.held.length > 0 ? attempt.held : [this.holdUnderWay(attempt)];
    for (const one of held) this.ledger.failed(one, tried);
  }

  /** The attempt came to no end: it counts as not made. */
  abandoned(attempt: Attempt): void {
    this.landed(attempt);
    if (attempt.held.length === 0) this.entryFor(attempt).state = 'waiting';
  }

  private takeTogether(now: number): readonly Attempt[] {
    const due = this.underWay > 0 ? [] : this.held.dueTogether(now);
    if (due.length === 0) return [];
    const isNewBatch = due[0]!.batch === null;
    if (isNewBatch) this.ledger.begin(due, digestOf(due.map(({ message }) => message.id)));
    return [{ messages: due.map(({ message }) => message), held: due, batch: due[0]!.batch, isNewBatch }];
  }

  private takeSingly(now: number): readonly Attempt[] {
    const repeats = this.takeHeld(now);
    return [...repeats, ...this.takeNew(this.limits.slots - this.underWay - repeats.length)];
  }

  /** Repeats leave half of the slots to what is new, unless nothing new is begun. */
  private takeHeld(now: number): readonly Attempt[] {
    const most = this.isBlocked ? this.limits.slots : Math.ceil(this.limits.slots / 2);
    const free = Math.max(0, most - this.underWay);
    return this.held
      .dueHeads(now)
      .filter(({ message }) => !this.busy.has(message.customerId))
      .slice(0, free)
      .map((held) => ({ messages: [held.message], held: [held], batch: held.batch, isNewBatch: false }));
  }

  private takeNew(free: number): readonly Attempt[] {
    if (this.isBlocked) return [];
    const attempts: Attempt[] = [];
    const passed = new Set<string>();
    for (const entry of this.window.waiting()) {
      if (attempts.length >= free) break;
      const message = entry.message!;
      const isFree = !this.busy.has(message.customerId) && !passed.has(message.customerId);
      passed.add(message.customerId);
      if (!isFree) continue;
      entry.state = 'under-way';
      attempts.push({ messages: [message], held: [], batch: null, isNewBatch: false });
    }
    return attempts;
  }

  private landed({ messages }: Attempt): void {
    this.underWay--;
    for (const { customerId } of messages) this.busy.delete(customerId);
  }

  private holdUnderWay(attempt: Attempt): Held {
    const entry = this.entryFor(attempt);
    const held = this.ledger.hold(entry, 0);
    this.ledger.holdWaiting(entry.message!.customerId);
    return held;
  }

  private entryFor({ messages: [message] }: Attempt): Entry {
    return this.window.underWay(message!);
  }
}

/** The same messages have the same digest, in whatever order. */
function digestOf(ids: readonly string[]): string {
  return createHash('sha256')
    .update([...ids].sort().join('\n'))
    .digest('hex')
    .slice(0, 32);
}
