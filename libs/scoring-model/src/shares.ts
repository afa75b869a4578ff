/** How many are "the first `share` of `n`", rounded up; safe against 0.07 x 100 being 7.000000000000001. */
export function firstShare(share: number, n: number): number {
  return n === 0 ? 0 : Math.min(n, Math.ceil(share * n - 1e-9));
}
