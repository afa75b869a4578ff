import { HeldParts, type ViewStore } from '@vilfredo/event-sourcing';

/** What is kept where nobody shares the customers. */
export const allCustomers = ['progress'];

interface Reached {
  readonly published: number;
}

/** How far alerts are published, kept beside the views, part by part; being behind is harmless, being ahead is not. */
export class Progress {
  private constructor(private readonly parts: HeldParts<Reached>) {}

  static async open(store: ViewStore): Promise<Progress> {
    const kept = await store.collection({ name: 'alerting-progress', fields: {}, indexes: {} });
    return new Progress(new HeldParts(kept, ({ published = 0 }) => ({ published })));
  }

  /** See `HeldParts.take`. */
  take(parts: readonly string[]): Promise<void> {
    return this.parts.take(parts);
  }

  /** Others work on its parts from now on. */
  leave(): void {
    this.parts.leave();
  }

  /** Number of the last save whose alerts are published, of the part that is furthest behind. */
  get published(): number {
    const all = this.parts.reached.map(({ published }) => published);
    return all.length === 0 ? 0 : Math.min(...all);
  }

  /** Writes it down. */
  save(published: number): Promise<void> {
    return this.parts.save((before) => (before.published < published ? { published } : null));
  }
}
