import type { Forecast } from './discrimination.js';

/** The mean squared distance of a probability from what came (Brier 1950): 0 is perfect. @returns null without forecasts */
export function brier(forecasts: readonly Forecast[]): number | null {
  if (forecasts.length === 0) return null;
  let sum = 0;
  for (const { score, happened } of forecasts) sum += (score - (happened ? 1 : 0)) ** 2;
  return sum / forecasts.length;
}

/** Forecasts of about the same probability. */
export interface CalibrationBin {
  readonly n: number;
  /** What was foretold, on average. */
  readonly foretold: number;
  /** The share to whom it happened. */
  readonly happened: number;
}

/** Forecasts in bins of equal width over 0-1, ascending; empty bins are left out. */
export function calibrationBins(forecasts: readonly Forecast[], bins = 10): readonly CalibrationBin[] {
  const sums = Array.from({ length: bins }, () => ({ n: 0, foretold: 0, happened: 0 }));
  for (const { score, happened } of forecasts) {
    const bin = sums[Math.min(bins - 1, Math.max(0, Math.floor(score * bins)))]!;
    bin.n++;
    bin.foretold += score;
    bin.happened += happened ? 1 : 0;
  }
  return sums
    .filter(({ n }) => n > 0)
    .map(({ n, foretold, happened }) => ({ n, foretold: foretold / n, happened: happened / n }));
}

/** How far probabilities are off on average: |foretold - happened| over the bins, weighted by their size. */
export function expectedCalibrationError(forecasts: readonly Forecast[], bins = 10): number | null {
  if (forecasts.length === 0) return null;
  let off = 0;
  for (const { n, foretold, happened } of calibrationBins(forecasts, bins)) off += n * Math.abs(foretold - happened);
  return off / forecasts.length;
}

/** A stretch of scores that get one probability. */
export interface IsotonicBlock {
  readonly upTo: number;
  readonly value: number;
  readonly n: number;
}

/**
 * The rising step function nearest to what happened, by pooling adjacent violators (Ayer et al. 1955). Blocks ascending
 * by score; equal scores share a block, and so do neighbours of equal value.
 */
export function pav(forecasts: readonly Forecast[]): readonly IsotonicBlock[] {
  const blocks: { upTo: number; sum: number; n: number }[] = [];
  for (const { score, happened } of [...forecasts].sort((a, b) => a.score - b.score)) {
    const last = blocks.at(-1);
    const hit = happened ? 1 : 0;
    if (last?.upTo === score) {
      last.sum += hit;
      last.n++;
    } else {
      blocks.push({ upTo: score, sum: hit, n: 1 });
    }
  }
  const pooled: typeof blocks = [];
  for (const block of blocks) {
    let { sum, n } = block;
    for (let before = pooled.at(-1); before && before.sum * n >= sum * before.n; before = pooled.at(-1)) {
      sum += before.sum;
      n += before.n;
      pooled.pop();
    }
    pooled.push({ upTo: block.upTo, sum, n });
  }
  return pooled.map(({ upTo, sum, n }) => ({ upTo, value: sum / n, n }));
}
