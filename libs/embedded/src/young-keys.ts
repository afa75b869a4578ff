/** Ids and subjects of the youngest events, in memory. */
export class YoungKeys {
  private readonly entryById = new Map<string, number>();
  /** The latest entry of each subject; `earlierOfSubject` chains back from it. */
  private readonly latestOfSubject = new Map<string, number>();
  private earlierOfSubject: number[] = [];
  readonly ids: string[] = [];
  readonly subjects: string[] = [];
  readonly positions: number[] = [];

  get size(): number {
    return this.positions.length;
  }

  add(id: string, subject: string, position: number): void {
    const entry = this.positions.length;
    this.entryById.set(id, entry);
    this.earlierOfSubject.push(this.latestOfSubject.get(subject) ?? -1);
    this.latestOfSubject.set(subject, entry);
    this.ids.push(id);
    this.subjects.push(subject);
    this.positions.push(position);
  }

  positionOf(id: string): number | undefined {
    const entry = this.entryById.get(id);
    return entry === undefined ? undefined : this.positions[entry];
  }

  /** The positions of a subject's events, latest first. */
  *positionsOf(subject: string): Generator<number> {
    let entry = this.latestOfSubject.get(subject) ?? -1;
    while (entry >= 0) {
      yield this.positions[entry] ?? 0;
      entry = this.earlierOfSubject[entry] ?? -1;
    }
  }
}
