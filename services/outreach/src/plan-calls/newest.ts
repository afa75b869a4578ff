/** Something said at a moment. What is said later holds, and of one moment what has the greater id: whatever came first. */
export interface Said<Value> {
  readonly value: Value;
  /** When it happened, epoch ms. */
  readonly at: number;
  /** Id of the event that says so. */
  readonly event: string;
}

/** Which of the two holds. */
export function newer<Value>(known: Said<Value> | null, said: Said<Value>): Said<Value> {
  return known === null || isLater(said, known) ? said : known;
}

/** Whether one moment is after another; ids part what shares one. */
export function isLater(one: Moment, other: Moment): boolean {
  return one.at > other.at || (one.at === other.at && one.event > other.event);
}

/** When, and by which event it is known. */
export interface Moment {
  readonly at: number;
  readonly event: string;
}

/** The newest `most`, latest first, each once; the same ones in whatever order and however often they are added. */
export function withNewest<One extends Moment>(known: readonly One[], one: One, most: number): One[] {
  if (known.some(({ event }) => event === one.event)) return [...known];
  const before = known.filter((each) => isLater(each, one));
  return [...before, one, ...known.slice(before.length)].slice(0, most);
}
