/** What is to be undone at once when the drills themselves are interrupted: processes that run, disks that are mounted. */
export const leftovers = new Set<() => void>();

/** Undoes everything, the latest first. */
export function undoLeftovers(): void {
  for (const undo of [...leftovers].reverse()) undo();
  leftovers.clear();
}
