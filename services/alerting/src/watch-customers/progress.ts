import type { ViewCollection, ViewStore } from '@vilfredo/event-sourcing';

/** What is kept where nobody shares the customers. */
export const allCustomers = ['progress'];

interface Part {
  readonly version: number;
  readonly published: number;
}

/** How far alerts are published, kept beside the views, part by part; being behind is harmless, being ahead is not. */
export class Progress {
  private parts = new Map<string, Part>();

  private constructor(private readonly kept: ViewCollection) {}

  static async open(store: ViewStore): Promise<Progress> {
    return new Progress(await store.collection({ name: 'alerting-progress', fields: {}, indexes: {} }));
  }

  /** From now on these parts are worked on, from where they were left. */
  async take(parts: readonly string[]): Promise<void> {
    const stored = await this.kept.load(parts);
    const partOf = (id: string): Part => {
      const view = stored.get(id);
      if (view === undefined) return { version: 0, published: 0 };
      return { version: view.version, published: (JSON.parse(view.body) as { published: number }).published };
    };
    this.parts = new Map(parts.map((id) => [id, partOf(id)]));
  }

  /** Number of the last save whose alerts are published, of the part that is furthest behind. */
  get published(): number {
    return this.parts.size === 0 ? 0 : Math.min(...[...this.parts.values()].map(({ published }) => published));
  }

  /** Writes it down; who wrote in between is as right, and the part is taken up from there. */
  async save(published: number): Promise<void> {
    const behind = [...this.parts].filter(([, part]) => part.published < published);
    if (behind.length === 0) return;
    const body = JSON.stringify({ published });
    const lost = new Set(await this.kept.save(behind.map(([id, { version }]) => ({ id, version, body, fields: {} }))));
    for (const [id, { version }] of behind) if (!lost.has(id)) this.parts.set(id, { version: version + 1, published });
    if (lost.size > 0) {
      const others = this.parts;
      await this.take([...lost]);
      this.parts = new Map([...others, ...this.parts]);
    }
  }
}
