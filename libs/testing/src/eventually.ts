import { setTimeout as pause } from 'node:timers/promises';

/**
 * Calls `attempt` again and again until it no longer throws, and gives its result.
 * @throws what the last attempt threw, when `timeout` milliseconds (5,000 when not given) are over
 */
export async function eventually<T>(attempt: () => T | Promise<T>, { timeout = 5_000, every = 10 } = {}): Promise<T> {
  const until = performance.now() + timeout;
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if (performance.now() >= until) throw error;
      await pause(every);
    }
  }
}
