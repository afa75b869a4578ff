import { getHeapStatistics, setFlagsFromString } from 'node:v8';

/** Used memory from which on it matters how much lies about, MB; also the most that then may. */
const largeMegabytes = 256;
const lookEveryMs = 1_000;
const leastPercent = 25;

/**
 * Makes the heap grow by less than V8 would let it: who reads a file or a whole book leaves much behind at once, and
 * unasked the process holds on to a good part of a machine for it. Costs a few more collections. To be called first.
 */
export function spareHeap(): void {
  letHeapGrowBy(leastPercent);
}

/**
 * The same for a process that serves, where everybody waits for a collection: a small heap grows as V8 likes, which looks at
 * how much time collections take, a large one by little more than a fixed amount. Goes on by itself.
 */
export function boundHeap(): void {
  const look = () => letHeapGrowBy(growthOf(getHeapStatistics().used_heap_size / 1e6));
  look();
  setInterval(look, lookEveryMs).unref();
}

/** By how many percent a heap in which so many MB are used may grow until it is collected; 0 leaves it to V8. */
export function growthOf(usedMegabytes: number): number {
  if (usedMegabytes < largeMegabytes) return 0;
  return Math.max(leastPercent, Math.round((100 * largeMegabytes) / usedMegabytes));
}

/** V8 looks at this whenever it decides when to collect next. */
function letHeapGrowBy(percent: number): void {
  setFlagsFromString(`--heap-growing-percent=${percent}`);
}
