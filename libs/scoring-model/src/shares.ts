/** How many are "the first `share` of `n`", rounded up; safe against 0.2 x 35 being 7.000000000000001. */
export function firstShare(share: number, n: number): number {
  return Math.min(n, Math.ceil(share * n - 1e-9));
}
