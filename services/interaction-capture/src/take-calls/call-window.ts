import type { CallLeg } from './call-leg.js';

/** The legs of one call, with what the caller tied to each. */
export interface GatheredCall<Tied> {
  readonly legs: readonly CallLeg[];
  readonly tied: readonly Tied[];
}

/**
 * Brings the legs of a call together that a telephone system writes as several records, other calls among them.
 * It holds the latest calls only: a leg that comes after so many others is told as a call of its own.
 */
export class CallWindow<Tied> {
  private readonly open = new Map<string, { readonly legs: CallLeg[]; readonly tied: Tied[] }>();

  constructor(private readonly widest = 1_000) {}

  /** Takes a leg; answers the call for which no more are waited, if there is one. */
  add(key: string, leg: CallLeg, tied: Tied): GatheredCall<Tied> | undefined {
    const call = this.open.get(key);
    if (call !== undefined) {
      call.legs.push(leg);
      call.tied.push(tied);
      return undefined;
    }
    this.open.set(key, { legs: [leg], tied: [tied] });
    if (this.open.size <= this.widest) return undefined;
    const [oldest] = this.open.keys();
    const done = this.open.get(oldest as string);
    this.open.delete(oldest as string);
    return done;
  }

  /** The calls that are still held, in the order of their first legs. */
  rest(): readonly GatheredCall<Tied>[] {
    const calls = [...this.open.values()];
    this.open.clear();
    return calls;
  }
}
