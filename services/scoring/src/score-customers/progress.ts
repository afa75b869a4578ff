import { randomUUID } from 'node:crypto';
import type { StoredView, ViewCollection, ViewStore } from '@vilfredo/event-sourcing';

interface Reached {
  /** Number of the last save whose changes are published. */
  readonly published: number;
  /** Offset of the last governance event that is folded. */
  readonly governance: number;
  /** Offset of the last governance event whose era everybody has entered. */
  readonly entered: number;
  /** Customers with events since cut-offs were last taken. */
  readonly moved: number;
}

/** What is kept of a book that nobody shares. */
export const wholeBook = ['progress'];

/** How far scoring has come, kept beside the views, part of the book by part; being behind is harmless, being ahead is not. */
export class Progress {
  private readonly parts = new Map<string, { version: number; reached: Reached }>();
  /** Tells its own writes from those of other processes. */
  private readonly holder = randomUUID();

  private constructor(private readonly kept: ViewCollection) {}

  static async open(store: ViewStore): Promise<Progress> {
    return new Progress(await store.collection({ name: 'scoring-progress', fields: {}, indexes: {} }));
  }

  /**
   * From now on these parts of the book are worked on, from where they were left. They are written once as they are, so that
   * whoever had them, and does not know yet that they are not theirs any more, writes to them in vain.
   */
  async take(parts: readonly string[]): Promise<void> {
    this.parts.clear();
    for (let open = parts; open.length > 0; ) {
      const stored = await this.kept.load(open);
      const found = open.map((id) => ({ id, ...reachedIn(stored.get(id)) }));
      const lost = await this.write(found);
      for (const { id, version, reached } of found) {
        if (!lost.includes(id)) this.parts.set(id, { version: version + 1, reached });
      }
      open = lost;
    }
  }

  /** Others work on its parts from now on. */
  leave(): void {
    this.parts.clear();
  }

  /** Of the part that is furthest behind. */
  get published(): number {
    return this.least('published', 0);
  }

  get governance(): number {
    return this.least('governance', -1);
  }

  get entered(): number {
    return this.least('entered', -1);
  }

  /** Of all parts together. */
  get moved(): number {
    return [...this.parts.values()].reduce((sum, { reached }) => sum + reached.moved, 0);
  }

  /** How many parts are worked on. */
  get size(): number {
    return this.parts.size;
  }

  /** Writes down what has changed. A part that somebody else has taken since is theirs. */
  async save(reached: Partial<Reached>): Promise<void> {
    const changed = [...this.parts].flatMap(([id, { version, reached: before }]) => {
      const next = { ...before, ...reached };
      return isEqual(next, before) ? [] : [{ id, version, reached: next }];
    });
    if (changed.length === 0) return;
    const lost = await this.write(changed);
    for (const { id, version, reached: next } of changed) this.parts.set(id, { version: version + 1, reached: next });
    if (lost.length > 0) await this.yield(lost);
  }

  /** An own write whose answer was lost is taken for what it is; what others have taken is let go of. */
  private async yield(lost: readonly string[]): Promise<void> {
    const stored = await this.kept.load(lost);
    for (const id of lost) {
      const view = stored.get(id);
      if (view !== undefined && holderIn(view) === this.holder) this.parts.set(id, reachedIn(view));
      else this.parts.delete(id);
    }
  }

  private write(parts: readonly { id: string; version: number; reached: Reached }[]): Promise<readonly string[]> {
    return this.kept.save(
      parts.map(({ id, version, reached }) => ({
        id,
        version,
        body: JSON.stringify({ ...reached, holder: this.holder }),
        fields: {},
      })),
    );
  }

  private least(what: keyof Reached, none: number): number {
    const all = [...this.parts.values()].map(({ reached }) => reached[what]);
    return all.length === 0 ? none : Math.min(...all);
  }
}

function reachedIn(view: StoredView | undefined): { version: number; reached: Reached } {
  const stored = view === undefined ? {} : (JSON.parse(view.body) as Partial<Reached>);
  const { published = 0, governance = -1, entered = governance, moved = 0 } = stored;
  return { version: view?.version ?? 0, reached: { published, governance, entered, moved } };
}

function holderIn({ body }: StoredView): unknown {
  return (JSON.parse(body) as { holder?: string }).holder;
}

function isEqual(one: Reached, other: Reached): boolean {
  return (
    one.published === other.published &&
    one.governance === other.governance &&
    one.entered === other.entered &&
    one.moved === other.moved
  );
}
