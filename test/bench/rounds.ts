/** One way of doing the work: prepares, measures, cleans up, and says what it measured. */
export type Way<T> = () => Promise<T>;

export interface RoundOptions {
  readonly rounds: number;
  /** Rounds that nobody counts, before the others: compilers and caches come to rest. */
  readonly warmUps: number;
  readonly tell: (text: string) => void;
}

/** Runs the ways in turns, each once a round; another one begins every round, so that none has the quiet place. */
export async function interleaved<T, Name extends string>(
  ways: Readonly<Record<Name, Way<T>>>,
  { rounds, warmUps, tell }: RoundOptions,
): Promise<Record<Name, T>[]> {
  const names = Object.keys(ways) as Name[];
  const measured: Record<Name, T>[] = [];
  for (let round = 0; round < warmUps + rounds; round++) {
    const counted = round >= warmUps;
    tell(counted ? `round ${round - warmUps + 1} of ${rounds}` : 'warming up');
    const results = {} as Record<Name, T>;
    for (const name of rotated(names, round)) {
      collectGarbage();
      results[name] = await ways[name]();
    }
    if (counted) measured.push(results);
  }
  return measured;
}

/** Where the process was started with `--expose-gc`, one way's garbage is not another's to collect. */
export function collectGarbage(): void {
  globalThis.gc?.();
}

function rotated<T>(items: readonly T[], by: number): T[] {
  const from = by % items.length;
  return [...items.slice(from), ...items.slice(0, from)];
}
