import type { StoredView, ViewCollection } from './view-store.js';

interface Part<Reached> {
  readonly id: string;
  readonly version: number;
  readonly reached: Reached;
}

/** How far work has come, part by part, each part held by whoever took it last. */
export class HeldParts<Reached extends object> {
  private readonly parts = new Map<string, Part<Reached>>();
  /** Tells its own writes from those of other processes. */
  private readonly holder = crypto.randomUUID();

  /** @param reachedIn what is written down of a part, or what there is before anything is */
  constructor(
    private readonly kept: ViewCollection,
    private readonly reachedIn: (stored: Partial<Reached>) => Reached,
  ) {}

  /** Of each part held. */
  get reached(): readonly Reached[] {
    return [...this.parts.values()].map(({ reached }) => reached);
  }

  /**
   * From now on these parts are worked on, from where they were left. They are written once as they are, so that whoever had
   * them, and does not know yet that they are not theirs any more, writes to them in vain.
   */
  async take(ids: readonly string[]): Promise<void> {
    this.parts.clear();
    for (let open = ids; open.length > 0; ) {
      const stored = await this.kept.load(open);
      open = await this.write(open.map((id) => this.partOf(id, stored.get(id))));
    }
  }

  /** Others work on its parts from now on. */
  leave(): void {
    this.parts.clear();
  }

  /** Writes down of each part what has come of it, null for nothing. A part that somebody else has taken since is theirs. */
  async save(next: (reached: Reached) => Reached | null): Promise<void> {
    const changed = [...this.parts.values()].flatMap((part) => {
      const reached = next(part.reached);
      return reached === null ? [] : [{ ...part, reached }];
    });
    if (changed.length === 0) return;
    const lost = await this.write(changed);
    if (lost.length === 0) return;
    const stored = await this.kept.load(lost);
    for (const id of lost) {
      const view = stored.get(id);
      // An own write whose answer was lost is taken for what it is.
      if (view !== undefined && holderIn(view) === this.holder) this.parts.set(id, this.partOf(id, view));
      else this.parts.delete(id);
    }
  }

  /** @returns the parts that others wrote first */
  private async write(parts: readonly Part<Reached>[]): Promise<readonly string[]> {
    const { holder } = this;
    const bodyOf = (reached: Reached) => JSON.stringify({ ...reached, holder });
    const lost = await this.kept.save(
      parts.map(({ id, version, reached }) => ({ id, version, body: bodyOf(reached), fields: {} })),
    );
    for (const part of parts) {
      if (!lost.includes(part.id)) this.parts.set(part.id, { ...part, version: part.version + 1 });
    }
    return lost;
  }

  private partOf(id: string, view: StoredView | undefined): Part<Reached> {
    const stored = view === undefined ? {} : (JSON.parse(view.body) as Partial<Reached>);
    return { id, version: view?.version ?? 0, reached: this.reachedIn(stored) };
  }
}

function holderIn({ body }: StoredView): unknown {
  return (JSON.parse(body) as { holder?: string }).holder;
}
