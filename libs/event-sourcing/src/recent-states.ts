interface Kept<State> {
  readonly version: number;
  readonly state: State;
  readonly characters: number;
}

export interface RecentBounds {
  /** The most states that are kept. */
  readonly states: number;
  /** The most characters that their bodies have together: what a state takes in memory grows with them. */
  readonly characters: number;
}

/**
 * The states used last, by subject: saves reading what was just written. In two halves, so that nobody has to be found who
 * was used longest ago: when the younger is full, the older goes as a whole.
 */
export class RecentStates<State> {
  private young = new Map<string, Kept<State>>();
  private old = new Map<string, Kept<State>>();
  /** Of the younger half. */
  private characters = 0;

  constructor(private readonly most: RecentBounds) {}

  get(subject: string): Kept<State> | undefined {
    return this.young.get(subject) ?? this.old.get(subject);
  }

  /** @param characters of the state's body */
  put(subject: string, version: number, state: State, characters: number): void {
    this.forget(subject);
    if (this.isFull(characters)) {
      this.old = this.young;
      this.young = new Map();
      this.characters = 0;
    }
    this.young.set(subject, { version, state, characters });
    this.characters += characters;
  }

  forget(subject: string): void {
    this.characters -= this.young.get(subject)?.characters ?? 0;
    this.young.delete(subject);
    this.old.delete(subject);
  }

  clear(): void {
    this.young.clear();
    this.old.clear();
    this.characters = 0;
  }

  private isFull(more: number): boolean {
    const { states, characters } = this.most;
    return this.young.size > 0 && (2 * this.young.size >= states || 2 * (this.characters + more) > characters);
  }
}
