import { HeldMessages } from './held-messages.js';
import type { Entry, LogWindow } from './log-window.js';
import type { Held } from './message.js';

/** An attempt that failed, and when the next one is to be, epoch ms. */
export interface Tried {
  readonly reason: string;
  readonly now: number;
  readonly next: number;
}

/** What one receiver's messages are held beside the log, and what of that has still to be written down, or struck out. */
export class HeldLedger {
  readonly messages: HeldMessages;
  private readonly toKeep = new Set<Held>();
  private readonly toRemove = new Set<Held>();
  private readonly entryOf = new Map<Held, Entry>();
  private place: number;

  constructor(
    held: readonly Held[],
    private readonly window: LogWindow,
  ) {
    this.messages = new HeldMessages(held);
    this.place = this.messages.lastPlace;
  }

  hold(entry: Entry, notBefore: number): Held {
    const held: Held = {
      message: entry.message!,
      place: ++this.place,
      notBefore,
      attempts: 0,
      firstAt: null,
      lastAt: null,
      lastError: null,
      batch: null,
    };
    entry.state = 'held';
    this.messages.add(held);
    this.entryOf.set(held, entry);
    this.toKeep.add(held);
    return held;
  }

  /** Whatever else of a customer waits in the log is held as soon as one is, so that the places are in the order of the log. */
  holdWaiting(customerId: string): void {
    for (const entry of this.window.waiting()) {
      if (entry.message!.customerId === customerId) this.hold(entry, 0);
    }
  }

  failed(held: Held, { reason, now, next }: Tried): void {
    held.attempts++;
    held.firstAt ??= now;
    held.lastAt = now;
    held.lastError = reason;
    held.notBefore = next;
    this.messages.changed(held);
    this.toKeep.add(held);
  }

  /** Names what goes out together. */
  begin(due: readonly Held[], batch: string): void {
    for (const held of due) {
      held.batch = batch;
      this.toKeep.add(held);
    }
  }

  /** It is delivered, or given up. */
  strikeOut(held: Held): void {
    this.messages.remove(held);
    this.toKeep.delete(held);
    this.toRemove.add(held);
    this.kept([held]);
  }

  /** What failed is due now: as if it had not been tried, or because the receiver is back. */
  renew(now: number): void {
    for (const held of this.messages.all()) {
      if (held.attempts === 0) continue;
      Object.assign(held, { attempts: 0, firstAt: null, notBefore: now });
      this.messages.changed(held);
      this.toKeep.add(held);
    }
  }

  hurry(now: number): void {
    for (const held of this.messages.hurry(now)) this.toKeep.add(held);
  }

  /** What must be written down beside the log before the cursor may pass it. */
  takeUnkept(): readonly Held[] {
    const unkept = [...this.toKeep];
    this.toKeep.clear();
    return unkept;
  }

  /** What was written down and is done with by now. */
  takeRemoved(): readonly Held[] {
    const removed = [...this.toRemove];
    this.toRemove.clear();
    return removed;
  }

  /** These are written down beside the log: the cursor may pass them. */
  kept(held: readonly Held[]): void {
    for (const one of held) {
      const entry = this.entryOf.get(one);
      if (entry === undefined) continue;
      this.entryOf.delete(one);
      this.window.done(entry);
    }
  }
}
