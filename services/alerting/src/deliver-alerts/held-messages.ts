import type { Held } from './message.js';

/** A message that failed is not hurried when it was tried so shortly ago, ms. */
const restMs = 5 * 60_000;

/** The messages of one receiver that wait for their time, with those behind them of the same customer. */
export class HeldMessages {
  private readonly byCustomer = new Map<string, Held[]>();
  private readonly ids = new Set<string>();
  /** Nothing is due before, epoch ms. */
  private earliest = Number.POSITIVE_INFINITY;

  constructor(held: readonly Held[] = []) {
    for (const one of held) this.add(one);
  }

  get size(): number {
    return this.ids.size;
  }

  /** How many customers have a message that failed. */
  get retrying(): number {
    let count = 0;
    for (const [head] of this.byCustomer.values()) if (head!.attempts > 0) count++;
    return count;
  }

  get lastPlace(): number {
    return Math.max(0, ...this.all().map(({ place }) => place));
  }

  all(): readonly Held[] {
    return [...this.byCustomer.values()].flat();
  }

  has(id: string): boolean {
    return this.ids.has(id);
  }

  isOn(customerId: string): boolean {
    return this.byCustomer.has(customerId);
  }

  add(held: Held): void {
    const { id, customerId } = held.message;
    const own = this.byCustomer.get(customerId) ?? [];
    own.push(held);
    own.sort((one, other) => one.place - other.place);
    this.byCustomer.set(customerId, own);
    this.ids.add(id);
    this.changed(held);
  }

  remove({ message: { id, customerId } }: Held): void {
    const own = (this.byCustomer.get(customerId) ?? []).filter(({ message }) => message.id !== id);
    if (own.length === 0) this.byCustomer.delete(customerId);
    else this.byCustomer.set(customerId, own);
    this.ids.delete(id);
    const next = own[0];
    if (next !== undefined) this.changed(next);
  }

  /** Its time is another now. */
  changed({ notBefore }: Held): void {
    this.earliest = Math.min(this.earliest, notBefore);
  }

  /** The first message of each customer whose time has come, the longest due first. */
  dueHeads(now: number): readonly Held[] {
    if (now < this.earliest) return [];
    const heads = [...this.byCustomer.values()].map(([head]) => head!);
    const due = heads.filter(({ notBefore }) => notBefore <= now);
    if (due.length === 0) this.earliest = Math.min(...heads.map(({ notBefore }) => notBefore));
    return due.sort((one, other) => one.notBefore - other.notBefore || one.place - other.place);
  }

  /** What goes out together now: what was begun before, else everything whose time has come. */
  dueTogether(now: number): readonly Held[] {
    if (now < this.earliest) return [];
    const all = this.all();
    const begun = all.find(({ batch }) => batch !== null)?.batch ?? null;
    const next = begun === null ? all : all.filter(({ batch }) => batch === begun);
    const due = next.filter(({ notBefore }) => notBefore <= now);
    if (due.length === 0) this.earliest = Math.min(...next.map(({ notBefore }) => notBefore));
    return due;
  }

  /**
   * The receiver is back: what failed meanwhile need not wait any longer.
   * @returns those whose time has become `now`
   */
  hurry(now: number, most = Number.POSITIVE_INFINITY): readonly Held[] {
    const waiting = this.all().filter(
      ({ attempts, lastAt, notBefore }) => attempts > 0 && notBefore > now && (lastAt ?? 0) <= now - restMs,
    );
    const hurried = waiting.slice(0, most);
    for (const held of hurried) {
      held.notBefore = now;
      this.changed(held);
    }
    return hurried;
  }
}
