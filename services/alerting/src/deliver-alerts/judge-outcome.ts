import type { Outcome } from './message.js';
import type { Attempt } from './message-queue.js';
import type { ReceiverState } from './receiver-state.js';
import { nextAttempt } from './retry-schedule.js';

/** What is to be done after an attempt. */
export type Verdict =
  | { readonly kind: 'delivered' }
  | { readonly kind: 'retry'; readonly reason: string; readonly attempts: number; readonly next: number }
  /** The receiver takes others, and never took this one: it is left out. */
  | { readonly kind: 'give-up'; readonly reason: string }
  /** The receiver took nothing for three days, or wants no more. */
  | { readonly kind: 'disable'; readonly reason: string };

/** @returns the verdict, and what is known of the receiver after the attempt */
export function judge(
  state: ReceiverState,
  { messages, held: [held], batch }: Attempt,
  outcome: Outcome,
  now: number,
): { verdict: Verdict; state: ReceiverState } {
  if (outcome.delivered) {
    const delivered = state.delivered + messages.length;
    return { verdict: { kind: 'delivered' }, state: { ...state, delivered, lastDeliveredAt: now } };
  }
  const { reason, retryAfterMs, isFinal = false } = outcome;
  const attempts = (held?.attempts ?? 0) + 1;
  const firstAt = held?.firstAt ?? now;
  const id = batch ?? messages[0]!.id;
  const next = isFinal ? null : nextAttempt({ id, attempts, firstAt, now, retryAfterMs });
  const failed = { ...state, failures: state.failures + 1, lastError: { at: now, reason } };
  if (next !== null) return { verdict: { kind: 'retry', reason, attempts, next }, state: failed };
  const over = { ...failed, givenUp: state.givenUp + messages.length };
  const takesOthers = !isFinal && (state.lastDeliveredAt ?? 0) > firstAt;
  if (takesOthers) return { verdict: { kind: 'give-up', reason }, state: over };
  return { verdict: { kind: 'disable', reason }, state: { ...over, disabled: { at: now, reason } } };
}
