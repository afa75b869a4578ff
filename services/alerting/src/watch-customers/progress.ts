import { randomUUID } from 'node:crypto';
import type { StoredView, ViewCollection, ViewStore } from '@vilfredo/event-sourcing';

/** What is kept where nobody shares the customers. */
export const allCustomers = ['progress'];

interface Part {
  readonly version: number;
  readonly published: number;
}

/** How far alerts are published, kept beside the views, part by part; being behind is harmless, being ahead is not. */
export class Progress {
  private readonly parts = new Map<string, Part>();
  /** Tells its own writes from those of other processes. */
  private readonly holder = randomUUID();

  private constructor(private readonly kept: ViewCollection) {}

  static async open(store: ViewStore): Promise<Progress> {
    return new Progress(await store.collection({ name: 'alerting-progress', fields: {}, indexes: {} }));
  }

  /**
   * From now on these parts are worked on, from where they were left. They are written once as they are, so that whoever had
   * them, and does not know yet that they are not theirs any more, writes to them in vain.
   */
  async take(parts: readonly string[]): Promise<void> {
    this.parts.clear();
    for (let open = parts; open.length > 0; ) {
      const stored = await this.kept.load(open);
      const found = open.map((id) => ({ id, ...partIn(stored.get(id)) }));
      const lost = await this.write(found);
      for (const { id, version, published } of found) {
        if (!lost.includes(id)) this.parts.set(id, { version: version + 1, published });
      }
      open = lost;
    }
  }

  /** Others work on its parts from now on. */
  leave(): void {
    this.parts.clear();
  }

  /** Number of the last save whose alerts are published, of the part that is furthest behind. */
  get published(): number {
    return this.parts.size === 0 ? 0 : Math.min(...[...this.parts.values()].map(({ published }) => published));
  }

  /** Writes it down. A part that somebody else has taken since is theirs. */
  async save(published: number): Promise<void> {
    const behind = [...this.parts].filter(([, part]) => part.published < published);
    if (behind.length === 0) return;
    const lost = await this.write(behind.map(([id, { version }]) => ({ id, version, published })));
    for (const [id, { version }] of behind) this.parts.set(id, { version: version + 1, published });
    if (lost.length > 0) await this.yield(lost);
  }

  /** An own write whose answer was lost is taken for what it is; what others have taken is let go of. */
  private async yield(lost: readonly string[]): Promise<void> {
    const stored = await this.kept.load(lost);
    for (const id of lost) {
      const view = stored.get(id);
      if (view !== undefined && holderIn(view) === this.holder) this.parts.set(id, partIn(view));
      else this.parts.delete(id);
    }
  }

  private write(parts: readonly { id: string; version: number; published: number }[]): Promise<readonly string[]> {
    return this.kept.save(
      parts.map(({ id, version, published }) => ({
        id,
        version,
        body: JSON.stringify({ published, holder: this.holder }),
        fields: {},
      })),
    );
  }
}

function holderIn({ body }: StoredView): unknown {
  return (JSON.parse(body) as { holder?: string }).holder;
}

function partIn(view: StoredView | undefined): Part {
  if (view === undefined) return { version: 0, published: 0 };
  return { version: view.version, published: (JSON.parse(view.body) as { published: number }).published };
}
