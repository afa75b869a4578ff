import type { ObservedPurchases, PurchaseModel } from '../src/index.js';

/** Customers who buy as the model says, observed for 200 to 400 days; by the seed always the same. */
export function simulatedCustomers({ k, r, alpha, a, b }: PurchaseModel, n: number, seed = 1): ObservedPurchases[] {
  const random = randomFrom(seed);
  return Array.from({ length: n }, () => {
    const T = 200 + Math.floor(random() * 200);
    const rate = gamma(r, random) / alpha;
    const leaves = beta(a, b, random);
    let [x, tx, sumOfLnGaps] = [0, 0, 0];
    while (random() >= leaves) {
      const gap = gamma(k, random) / rate;
      if (tx + gap > T) break;
      x++;
      tx += gap;
      sumOfLnGaps += Math.log(gap);
    }
    return { x, tx, T, sumOfLnGaps };
  });
}

/** Numbers in (0, 1): mulberry32. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return (((t ^ (t >>> 14)) >>> 0) + 0.5) / 4_294_967_296;
  };
}

/** Marsaglia & Tsang (2000); below 1 by the boost of a power. */
export function gamma(shape: number, random: () => number): number {
  if (shape < 1) return gamma(shape + 1, random) * random() ** (1 / shape);
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const normal = Math.sqrt(-2 * Math.log(random())) * Math.cos(2 * Math.PI * random());
    const v = (1 + c * normal) ** 3;
    if (v > 0 && Math.log(random()) < normal ** 2 / 2 + d - d * v + d * Math.log(v)) return d * v;
  }
}

function beta(a: number, b: number, random: () => number): number {
  const [left, right] = [gamma(a, random), gamma(b, random)];
  return left === 0 ? 0 : left / (left + right);
}

/** Means of customers' spends as Gamma-Gamma says: {purchases, mean}. */
export function simulatedSpends({ p, q, gamma: scale }: { p: number; q: number; gamma: number }, n: number, seed = 1) {
  const random = randomFrom(seed);
  return Array.from({ length: n }, () => {
    const purchases = 1 + Math.floor(random() * 8);
    const rate = gamma(q, random) / scale;
    return { purchases, mean: gamma(p * purchases, random) / (rate * purchases) };
  });
}
