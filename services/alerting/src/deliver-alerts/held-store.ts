import { type CollectionDefinition, Failure, type StoredView, type ViewCollection } from '@vilfredo/event-sourcing';
import type { Held } from './message.js';

/** Messages that wait beside the log. */
export const heldCollection: CollectionDefinition = {
  name: 'held-messages',
  fields: { receiver: 'text', place: 'number', notBefore: 'number', attempts: 'number' },
  indexes: {
    inOrder: [{ field: 'receiver' }, { field: 'place' }],
    byTime: [{ field: 'receiver' }, { field: 'notBefore' }],
  },
};

/** Keeps the held messages of one receiver. One writer at a time: who has its lease. */
export class HeldStore {
  private readonly versions = new Map<string, number>();

  constructor(
    private readonly views: ViewCollection,
    private readonly receiver: string,
  ) {}

  /** All of them, in order. */
  async load(): Promise<readonly Held[]> {
    const held: Held[] = [];
    this.versions.clear();
    let after: string | undefined;
    do {
      const page = await this.views.query({
        index: 'inOrder',
        equals: { receiver: this.receiver },
        limit: 500,
        ...(after === undefined ? {} : { after }),
      });
      for (const view of page.items) {
        this.versions.set(view.id, view.version);
        held.push(JSON.parse(view.body) as Held);
      }
      after = page.next;
    } while (after !== undefined);
    return held;
  }

  /**
   * Keeps them so that, of one customer, none is ever there without those before it: a save that a store breaks off may have
   * done any part of it.
   * @throws Failure `conflict` when somebody else wrote one of them: the lease is theirs
   */
  async keep(held: readonly Held[]): Promise<void> {
    for (const nextOfEach of inTurns(held)) await this.keepTogether(nextOfEach);
  }

  private async keepTogether(held: readonly Held[]): Promise<void> {
    const lost = await this.views.save(held.map((one) => this.viewOf(one)));
    for (const one of held) {
      const id = this.idOf(one);
      this.versions.set(id, (this.versions.get(id) ?? 0) + 1);
    }
    if (lost.length > 0) throw new Failure('conflict', `${this.receiver} is served by another process`);
  }

  async remove(held: readonly Held[]): Promise<void> {
    for (const one of held) {
      const id = this.idOf(one);
      this.versions.delete(id);
      await this.views.remove(id);
    }
  }

  /** Those that failed or wait for their time, the next first. */
  async next(limit: number): Promise<readonly Held[]> {
    const page = await this.views.query({ index: 'byTime', equals: { receiver: this.receiver }, limit });
    return page.items.map(({ body }) => JSON.parse(body) as Held);
  }

  private idOf({ message }: Held): string {
    return `${this.receiver} ${message.id}`;
  }

  private viewOf(held: Held): StoredView {
    const { place, notBefore, attempts } = held;
    const id = this.idOf(held);
    const fields = { receiver: this.receiver, place, notBefore, attempts };
    return { id, version: this.versions.get(id) ?? 0, body: JSON.stringify(held), fields };
  }
}

/** First what comes first of each customer, then what comes second, and so on. */
function inTurns(held: readonly Held[]): readonly (readonly Held[])[] {
  const turns: Held[][] = [];
  const had = new Map<string, number>();
  for (const one of [...held].sort((a, b) => a.place - b.place)) {
    const { customerId } = one.message;
    const turn = had.get(customerId) ?? 0;
    had.set(customerId, turn + 1);
    turns[turn] ??= [];
    turns[turn].push(one);
  }
  return turns;
}
