/** Numbers in [0, 1), always the same ones for the same seed. */
export type Random = () => number;

/** One step of splitmix32: spreads seeds that lie close together over all 32 bits. */
function scramble(state: number): number {
  let mixed = (state + 0x9e3779b9) | 0;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x21f0aaad);
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
  return (mixed ^ (mixed >>> 15)) >>> 0;
}

/**
 * A generator (mulberry32) of its own for each purpose: the draws of one customer never move those of another.
 * @param keys the seed, then what the draws are for; whole numbers of up to 53 bits
 */
export function randomFor(...keys: readonly number[]): Random {
  let state = 0;
  for (const key of keys) {
    state = scramble(state ^ (key >>> 0));
    state = scramble(state ^ Math.floor(key / 0x1_0000_0000));
  }
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 0x1_0000_0000;
  };
}

/** A whole number from `low` to `high`, both included. */
export function between(random: Random, low: number, high: number): number {
  return low + Math.floor(random() * (high - low + 1));
}

export function chance(random: Random, probability: number): boolean {
  return random() < probability;
}

export function pick<T>(random: Random, options: readonly T[]): T {
  return options[Math.floor(random() * options.length)]!;
}

/** Exponential waiting time. */
export function waiting(random: Random, mean: number): number {
  return -Math.log(1 - random()) * mean;
}

/** Lognormal draw by Box-Muller. */
export function lognormal(random: Random, median: number, sigma: number): number {
  const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  return median * Math.exp(sigma * normal);
}

/** The index of the weight that a draw falls on; `cumulative` holds running sums. */
export function pickCumulative(random: Random, cumulative: readonly number[]): number {
  const drawn = random() * cumulative.at(-1)!;
  let low = 0;
  let high = cumulative.length - 1;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (cumulative[middle]! > drawn) high = middle;
    else low = middle + 1;
  }
  return low;
}
