interface Kept<State> {
  readonly version: number;
  readonly state: State;
}

/**
 * The states used last, by subject: saves reading what was just written. In two halves, so that nobody has to be found who
 * was used longest ago: when the younger is full, the older goes as a whole.
 */
export class RecentStates<State> {
  private young = new Map<string, Kept<State>>();
  private old = new Map<string, Kept<State>>();
  private readonly half: number;

  /** @param capacity the most that are kept; at least the last half as many are */
  constructor(capacity: number) {
    this.half = Math.max(1, Math.floor(capacity / 2));
  }

  get(subject: string): Kept<State> | undefined {
    return this.young.get(subject) ?? this.old.get(subject);
  }

  put(subject: string, version: number, state: State): void {
    if (this.young.size >= this.half && !this.young.has(subject)) {
      this.old = this.young;
      this.young = new Map();
    }
    this.young.set(subject, { version, state });
  }

  forget(subject: string): void {
    this.young.delete(subject);
    this.old.delete(subject);
  }

  clear(): void {
    this.young.clear();
    this.old.clear();
  }
}
