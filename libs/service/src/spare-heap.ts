import { getHeapStatistics, setFlagsFromString } from 'node:v8';

/** The heap that a process which serves may have without a thought, MB. */
const freeMegabytes = 260;
/** By what factor V8 lets a heap grow at the most. */
const ownGrowth = 4;
const lookEveryMs = 1_000;
const sparePercent = 25;

/**
 * Makes the heap grow by less than V8 would let it: who reads a file or a whole book leaves much behind at once, and
 * unasked the process holds on to a good part of a machine for it. Costs a few more collections. To be called first.
 */
export function spareHeap(): void {
  letHeapGrowBy(sparePercent);
}

/**
 * The same for a process that serves, where everybody waits for a collection: up to a size that no machine minds the heap
 * grows freely, a small one as V8 likes, which looks at how much time collections take. Goes on by itself.
 */
export function boundHeap(): void {
  const look = () => letHeapGrowBy(growthOf(getHeapStatistics().used_heap_size / 1e6));
  look();
  setInterval(look, lookEveryMs).unref();
}

/** By how many percent a heap in which so many MB are used may grow until it is collected; 0 leaves it to V8. */
export function growthOf(usedMegabytes: number): number {
  if (usedMegabytes < freeMegabytes / ownGrowth) return 0;
  return Math.max(sparePercent, Math.round(100 * (freeMegabytes / usedMegabytes - 1)));
}

/** V8 looks at this whenever it decides when to collect next. */
function letHeapGrowBy(percent: number): void {
  setFlagsFromString(`--heap-growing-percent=${percent}`);
}
