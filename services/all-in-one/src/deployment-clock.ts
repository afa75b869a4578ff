import type { Clock } from '@vilfredo/event-sourcing';

/**
 * The deployment's clock: the machine's, or one that began at `start` when the process did and runs on from there.
 * @param start ISO 8601
 */
export function deploymentClock(machine: Clock, start?: string): Clock {
  if (start === undefined) return machine;
  const ahead = Date.parse(start) - machine();
  return () => machine() + ahead;
}
