/**
 * The order in which to ask: those that are ready, each time beginning with another; then the rest, as what was seen of
 * them last may be over.
 */
export function inTurn<T extends { readonly isReady: boolean }>(all: readonly T[], turn: number): readonly T[] {
  const ready = all.filter(({ isReady }) => isReady);
  const first = ready.length === 0 ? 0 : turn % ready.length;
  return [...ready.slice(first), ...ready.slice(0, first), ...all.filter(({ isReady }) => !isReady)];
}
