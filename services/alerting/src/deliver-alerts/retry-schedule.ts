import { createHash } from 'node:crypto';

const seconds = 1_000;
const minutes = 60 * seconds;
const hours = 60 * minutes;

/** Waits after the first, second, … failed attempt; the last one repeats. After the Standard Webhooks specification. */
const waits = [5 * seconds, 5 * minutes, 30 * minutes, 2 * hours, 5 * hours, 10 * hours];

/** So long after the first attempt there is one last. */
export const giveUpAfterMs = 72 * hours;

export interface Tried {
  readonly id: string;
  /** Attempts so far, at least one. */
  readonly attempts: number;
  readonly firstAt: number;
  readonly now: number;
  /** What the receiver asked for. */
  readonly retryAfterMs?: number | undefined;
}

/**
 * When to try again, epoch ms; null when it has been tried for three days. Waits differ by up to a tenth from message to
 * message, so that those that failed together do not come back together.
 */
export function nextAttempt({ id, attempts, firstAt, now, retryAfterMs = 0 }: Tried): number | null {
  const last = firstAt + giveUpAfterMs;
  if (now >= last) return null;
  const wait = waits[Math.min(attempts, waits.length) - 1]! * (0.9 + 0.2 * spread(`${id} ${attempts}`));
  return Math.min(last, now + Math.max(Math.round(wait), retryAfterMs));
}

/** 0 to 1, evenly, and always the same for the same text. */
function spread(text: string): number {
  return createHash('sha256').update(text).digest().readUInt32BE() / 2 ** 32;
}
