import type { Both, Warnings } from './trial-report.js';

const dayMs = 86_400_000;

/** Compares when it was first told of whom that they may leave (by customer, epoch ms). */
export function compareWarnings({ inForce, candidate }: Both<ReadonlyMap<string, number>>): Warnings {
  const sooner: number[] = [];
  for (const [customer, at] of inForce) {
    const other = candidate.get(customer);
    if (other !== undefined) sooner.push((at - other) / dayMs);
  }
  sooner.sort((a, b) => a - b);
  return {
    inForce: inForce.size,
    candidate: candidate.size,
    both: sooner.length,
    earlier: sooner.filter((days) => days > 0).length,
    later: sooner.filter((days) => days < 0).length,
    medianDaysEarlier: medianOf(sooner),
  };
}

/** To a tenth of a day; of an even number the mean of the two in the middle. */
function medianOf(ascending: readonly number[]): number | null {
  const { length } = ascending;
  if (length === 0) return null;
  const median = (ascending[(length - 1) >> 1]! + ascending[length >> 1]!) / 2;
  return Math.round(10 * median) / 10 + 0;
}
