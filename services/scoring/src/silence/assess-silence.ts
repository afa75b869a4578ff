import type { Policy, SilenceState } from '@vilfredo/events';
import { silenceSurvival } from '@vilfredo/scoring-model';
import type { OpenDays } from './open-days.js';
import type { Rhythm } from './rhythm.js';

export interface AssessedSilence {
  /** Null where the policy tells no silences. */
  readonly state: SilenceState | null;
  /** S(g), 0-1: the chance that a customer who is still with us stays silent longer than that. */
  readonly survival: number;
  readonly cycleDays: number | null;
  /** Open days since the latest purchase. */
  readonly silentDays: number;
  /** The instants (epoch ms), ascending, at which the silence passes a threshold; those that never come are left out. */
  readonly crossings: readonly number[];
}

/**
 * The customer's silence as of an instant, against their own rhythm.
 * @param latest epoch ms of the latest purchase
 */
export function assessSilence(
  rhythm: Rhythm,
  latest: number,
  asOf: number,
  { silence: { on } }: Pick<Policy, 'silence'>,
  open: OpenDays,
): AssessedSilence {
  const silentDays = open.elapsed(latest, asOf);
  const at = (days: number) => (Number.isFinite(days) && days < farDays ? open.after(latest, days) : null);
  const [overdue, veryOverdue] = [at(rhythm.overdueAfter), at(rhythm.veryOverdueAfter)];
  const doubts = rhythm.doubtfulAfter.filter((days) => days > 0).map(at);
  // Decided by the instants and not by S, so that the wake-up at a threshold finds it passed.
  const state = isPast(veryOverdue, asOf) ? 'very-overdue' : isPast(overdue, asOf) ? 'overdue' : 'on-time';
  const crossings = [...(on ? [overdue, veryOverdue] : []), ...doubts];
  return {
    state: on ? state : null,
    survival: silenceSurvival(rhythm.model, rhythm, silentDays),
    cycleDays: rhythm.cycleDays,
    silentDays,
    crossings: crossings.filter((instant) => instant !== null).sort((a, b) => a - b),
  };
}

/** No wake-up is set for later than that: a century. */
const farDays = 36_525;

function isPast(instant: number | null, asOf: number): boolean {
  return instant !== null && instant <= asOf;
}
