/** After so long others get their turn, ms: there may be much to do, and requests and heartbeats do not wait for it. */
const turnMs = 5;
/** Pieces of work that may wait for something at once. */
const mostWaiting = 16;

/**
 * Does one piece of work for each item. They begin in order; one that waits for something (its history, from the log)
 * does not hold up those after it. Resolves when none is under way any more.
 * @throws what the first piece that failed threw, once all that had begun have ended; the others are not begun
 */
export async function sideBySide<Item>(
  items: Iterable<Item>,
  work: (item: Item) => void | Promise<void>,
): Promise<void> {
  const waiting = new Set<Promise<void>>();
  const failures: unknown[] = [];
  const track = (done: Promise<void>) => {
    const ended = done.catch((error: unknown) => void failures.push(error)).finally(() => void waiting.delete(ended));
    waiting.add(ended);
  };
  let turn = performance.now();
  for (const item of items) {
    try {
      const done = work(item);
      if (done !== undefined) track(done);
    } catch (error) {
      failures.push(error);
    }
    if (waiting.size >= mostWaiting) await Promise.race(waiting);
    if (performance.now() - turn >= turnMs) {
      await new Promise((resolve) => setImmediate(resolve));
      turn = performance.now();
    }
    if (failures.length > 0) break;
  }
  await Promise.all(waiting);
  if (failures.length > 0) throw failures[0];
}
