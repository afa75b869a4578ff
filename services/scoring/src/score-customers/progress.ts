import type { ViewCollection, ViewStore } from '@vilfredo/event-sourcing';

interface Reached {
  /** Number of the last save whose changes are published. */
  published: number;
  /** Offset of the last governance event that is folded. */
  governance: number;
  /** Offset of the last governance event whose era everybody has entered. */
  entered: number;
}

/** How far scoring has come, kept beside the views; being behind is harmless, being ahead is not. */
export class Progress {
  private constructor(
    private readonly kept: ViewCollection,
    private version: number,
    private reached: Reached,
  ) {}

  static async open(store: ViewStore): Promise<Progress> {
    const kept = await store.collection({ name: 'scoring-progress', fields: {}, indexes: {} });
    const view = (await kept.load(['progress'])).get('progress');
    const reached = { published: 0, governance: -1, ...(view && (JSON.parse(view.body) as Partial<Reached>)) };
    return new Progress(kept, view?.version ?? 0, { entered: reached.governance, ...reached });
  }

  get published(): number {
    return this.reached.published;
  }

  get governance(): number {
    return this.reached.governance;
  }

  get entered(): number {
    return this.reached.entered;
  }

  async save(reached: Partial<Reached>): Promise<void> {
    const next = { ...this.reached, ...reached };
    const { published, governance, entered } = this.reached;
    if (next.published === published && next.governance === governance && next.entered === entered) return;
    const body = JSON.stringify(next);
    const lost = await this.kept.save([{ id: 'progress', version: this.version, body, fields: {} }]);
    if (lost.length > 0) {
      const view = (await this.kept.load(['progress'])).get('progress');
      this.version = view?.version ?? 0;
      return this.save(reached);
    }
    this.version++;
    this.reached = next;
  }
}
