/** The last member inside a cut of a ranking: larger measure first, then larger tie-break, then smaller id. */
export interface CutOff {
  readonly measure: number;
  readonly tieBreak: number;
  readonly id: string;
}

/** Where a class begins for who is outside it, and where it ends for who is inside. */
export interface Threshold {
  readonly enter: CutOff | null;
  readonly stay: CutOff | null;
}

/** Negative when `a` ranks before `b`. Total: no two members of one ranking compare equal. */
export function byRank(a: CutOff, b: CutOff): number {
  if (a.measure !== b.measure) return b.measure - a.measure;
  if (a.tieBreak !== b.tieBreak) return b.tieBreak - a.tieBreak;
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
}

/** Whether a member ranks at or before the cut-off; nobody does when there is none. */
export function isWithin(cut: CutOff | null, member: CutOff): boolean {
  return cut !== null && byRank(member, cut) <= 0;
}

/** Whether the member is in the class, given whether it was before: the two cut-offs are the guard against flapping. */
export function isInside(threshold: Threshold, member: CutOff, was: boolean): boolean {
  return isWithin(threshold.enter, member) || (was && isWithin(threshold.stay, member));
}

/** The threshold after the first `enter` and the first `stay` members of a ranking that is already in order. */
export function thresholdAt(ranking: readonly CutOff[], enter: number, stay: number): Threshold {
  return { enter: cutAfter(ranking, enter), stay: cutAfter(ranking, Math.max(enter, stay)) };
}

function cutAfter(ranking: readonly CutOff[], count: number): CutOff | null {
  const last = ranking[Math.min(count, ranking.length) - 1];
  return last === undefined ? null : { measure: last.measure, tieBreak: last.tieBreak, id: last.id };
}
