/** What a source said last of one thing about a customer. Marks stand for what was said, and do not tell it. */
export interface KeptStatement {
  /** When it was said, ISO 8601 in UTC. */
  readonly at: string;
  /** Mark of each member as it was said last. */
  readonly known: Readonly<Record<string, string>>;
  /** The members that were said then. */
  readonly last: readonly string[];
}

export interface Statement {
  /** Mark of each member. */
  readonly said: Readonly<Record<string, string>>;
  readonly at: string;
  /** Whether the source says when; else it is said now. */
  readonly dated: boolean;
}

/** What is to be told of a statement, and what to keep of it before. */
export interface SettledStatement {
  /** The moment that it is told for; absent when there is nothing to tell. */
  readonly at?: string;
  /** Whether it was told for that moment before. The log may lack it still: whoever told it may have been stopped. */
  readonly isRepeated: boolean;
  readonly keep?: KeptStatement;
}

/**
 * Settles a statement by what its source said before. One with a moment of its own is known by that moment. One without
 * is new when it says anything else than what was said last; then it is of no earlier moment than that.
 */
export function settleStatement(kept: KeptStatement | undefined, statement: Statement): SettledStatement {
  const { said, at, dated } = statement;
  const last = Object.keys(said).sort();
  if (dated) {
    if (kept !== undefined && at <= kept.at) return { at, isRepeated: false };
    return { at, isRepeated: false, keep: { at, known: { ...kept?.known, ...said }, last } };
  }
  if (kept !== undefined && last.every((name) => kept.known[name] === said[name])) {
    const isWhole = kept.last.join() === last.join();
    return isWhole ? { at: kept.at, isRepeated: true } : { isRepeated: true };
  }
  const moment = kept !== undefined && kept.at >= at ? momentAfter(kept.at) : at;
  return { at: moment, isRepeated: false, keep: { at: moment, known: { ...kept?.known, ...said }, last } };
}

function momentAfter(at: string): string {
  return new Date(Date.parse(at) + 1).toISOString();
}
