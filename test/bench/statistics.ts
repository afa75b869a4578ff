/** The value in the middle; the mean of the two in the middle when there are two. @throws RangeError without values */
export function median(values: readonly number[]): number {
  const sorted = ascending(values);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** The smallest value that at least this share (0-1) of all does not exceed: the nearest rank, never in between. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = ascending(values);
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(share * sorted.length) - 1))]!;
}

export interface Interval {
  readonly lo: number;
  readonly hi: number;
}

const resamples = 2_000;

/**
 * The 95 % interval of the median by the percentile bootstrap (Efron): the medians of resamples with replacement,
 * between the 2.5th and the 97.5th of a hundred. The same seed gives the same interval.
 */
export function bootstrapInterval(values: readonly number[], seed: number): Interval {
  const random = seededRandom(seed);
  const medians = Array.from({ length: resamples }, () =>
    median(values.map(() => values[Math.floor(random() * values.length)]!)),
  );
  return { lo: quantile(medians, 0.025), hi: quantile(medians, 0.975) };
}

/** Numbers in [0, 1) that follow from the seed (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

function ascending(values: readonly number[]): number[] {
  if (values.length === 0) throw new RangeError('there are no values');
  return [...values].sort((a, b) => a - b);
}
