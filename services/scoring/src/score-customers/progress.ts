import { HeldParts, type ViewStore } from '@vilfredo/event-sourcing';

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
  private constructor(private readonly parts: HeldParts<Reached>) {}

  static async open(store: ViewStore): Promise<Progress> {
    const kept = await store.collection({ name: 'scoring-progress', fields: {}, indexes: {} });
    return new Progress(new HeldParts(kept, reachedIn));
  }

  /** See `HeldParts.take`. */
  take(parts: readonly string[]): Promise<void> {
    return this.parts.take(parts);
  }

  /** Others work on its parts from now on. */
  leave(): void {
    this.parts.leave();
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
    return this.parts.reached.reduce((sum, { moved }) => sum + moved, 0);
  }

  /** How many parts are worked on. */
  get size(): number {
    return this.parts.reached.length;
  }

  /** Writes down what has changed. */
  save(reached: Partial<Reached>): Promise<void> {
    return this.parts.save((before) => {
      const next = { ...before, ...reached };
      return isEqual(next, before) ? null : next;
    });
  }

  private least(what: keyof Reached, none: number): number {
    const all = this.parts.reached.map((reached) => reached[what]);
    return all.length === 0 ? none : Math.min(...all);
  }
}

function reachedIn({ published = 0, governance = -1, entered = governance, moved = 0 }: Partial<Reached>): Reached {
  return { published, governance, entered, moved };
}

function isEqual(one: Reached, other: Reached): boolean {
  return (
    one.published === other.published &&
    one.governance === other.governance &&
    one.entered === other.entered &&
    one.moved === other.moved
  );
}
