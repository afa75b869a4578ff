/** A point, and how much the function is there. */
export interface Found {
  readonly at: readonly number[];
  readonly value: number;
}

type Minimised = (at: readonly number[]) => number;

export interface Search {
  /** Edge of the first simplex. */
  readonly edge?: number;
  /** Done when the corners differ by less: in value, and along each axis. */
  readonly tolerance?: number;
  readonly mostSteps?: number;
}

/**
 * Minimises a function without its derivatives (Nelder & Mead 1965, with the usual 1, 2, 1/2, 1/2), from a point. Ended, it
 * begins once more where it ended, as a simplex may have collapsed short of the minimum.
 * Yields the best so far after each step, so that its owner may do something else in between.
 */
export function* nelderMead(
  f: Minimised,
  start: readonly number[],
  { edge = 0.5, tolerance = 1e-9, mostSteps = 1_000 }: Search = {},
): Generator<Found, Found> {
  const first = yield* descend(f, start, { edge, tolerance, mostSteps });
  return yield* descend(f, first.at, { edge: edge / 5, tolerance, mostSteps });
}

/** The lowest of what is found from several starts. @param starts not empty */
export function* nelderMeadFrom(
  f: Minimised,
  starts: readonly (readonly number[])[],
  search: Search = {},
): Generator<Found, Found> {
  let lowest: Found | undefined;
  for (const start of starts) {
    const found = yield* nelderMead(f, start, search);
    if (lowest === undefined || found.value < lowest.value) lowest = found;
  }
  return lowest!;
}

function* descend(
  f: Minimised,
  start: readonly number[],
  { edge, tolerance, mostSteps }: Required<Search>,
): Generator<Found, Found> {
  const corner = (at: readonly number[]): Found => ({ at, value: f(at) });
  let corners = inOrder([corner(start), ...start.map((_, axis) => corner(moved(start, axis, edge)))]);
  for (let step = 0; step < mostSteps && !isSmall(corners, tolerance); step++) {
    const better = replacement(corners, corner);
    corners = inOrder(better === null ? shrunk(corners, corner) : [...corners.slice(0, -1), better]);
    yield corners[0]!;
  }
  return corners[0]!;
}

/** What takes the place of the worst corner; null when there is nothing better towards any side. */
function replacement(corners: readonly Found[], corner: (at: readonly number[]) => Found): Found | null {
  const [best, worst, secondWorst] = [corners[0]!, corners.at(-1)!, corners.at(-2)!];
  const others = corners.slice(0, -1);
  const middle = worst.at.map((_, axis) => mean(others.map(({ at }) => at[axis]!)));
  const beyond = (times: number) => corner(middle.map((m, axis) => m + times * (m - worst.at[axis]!)));
  const reflected = beyond(1);
  if (reflected.value < best.value) {
    const further = beyond(2);
    return further.value < reflected.value ? further : reflected;
  }
  if (reflected.value < secondWorst.value) return reflected;
  const isOutside = reflected.value < worst.value;
  const nearer = beyond(isOutside ? 0.5 : -0.5);
  return nearer.value < (isOutside ? reflected : worst).value ? nearer : null;
}

/** Every corner half as far from the best. */
function shrunk([best, ...others]: readonly Found[], corner: (at: readonly number[]) => Found): Found[] {
  return [best!, ...others.map(({ at }) => corner(at.map((x, axis) => (x + best!.at[axis]!) / 2)))];
}

function inOrder(corners: readonly Found[]): Found[] {
  return [...corners].sort((a, b) => a.value - b.value);
}

function moved(from: readonly number[], axis: number, by: number): number[] {
  return from.map((x, i) => (i === axis ? x + by : x));
}

function isSmall(corners: readonly Found[], tolerance: number): boolean {
  const best = corners[0]!;
  return corners.every(
    ({ at, value }) =>
      value - best.value <= tolerance * (Math.abs(best.value) + tolerance) &&
      at.every((x, axis) => Math.abs(x - best.at[axis]!) <= Math.sqrt(tolerance)),
  );
}

function mean(numbers: readonly number[]): number {
  return numbers.reduce((sum, x) => sum + x, 0) / numbers.length;
}
