/** The states used last, by subject: saves reading what was just written. Bounded by count. */
export class RecentStates<State> {
  private readonly states = new Map<string, { version: number; state: State }>();

  constructor(private readonly capacity: number) {}

  get(subject: string): { version: number; state: State } | undefined {
    return this.states.get(subject);
  }

  put(subject: string, version: number, state: State): void {
    this.states.delete(subject);
    this.states.set(subject, { version, state });
    if (this.states.size <= this.capacity) return;
    const oldest = this.states.keys().next();
    if (!oldest.done) this.states.delete(oldest.value);
  }

  forget(subject: string): void {
    this.states.delete(subject);
  }

  clear(): void {
    this.states.clear();
  }
}
