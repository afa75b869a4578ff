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
  /** The first instant after this one (epoch ms) at which the silence passes a threshold; null when none is ahead. */
  readonly nextCrossing: number | null;
}

/** P(alive) at which the risk is told anew, also in silence. */
const doubts = [0.5, 0.2];

/**
 * The customer's silence as of an instant, against their own rhythm.
 * @param latest epoch ms of the latest purchase
 */
export function assessSilence(
  rhythm: Rhythm,
  latest: number,
  asOf: number,
  { silence: { on, overdueBelow, veryOverdueBelow } }: Pick<Policy, 'silence'>,
  open: OpenDays,
): AssessedSilence {
  const silentDays = open.elapsed(latest, asOf);
  const at = (days: number) => (Number.isFinite(days) && days < farDays ? open.after(latest, days) : null);
  const isPast = (instant: number | null) => instant !== null && instant <= asOf;
  const overdue = on ? at(rhythm.silentUntil(overdueBelow)) : null;
  // Searched for only where it can have been passed, or may be the next.
  const waits = veryOverdueBelow <= overdueBelow && !isPast(overdue);
  const veryOverdue = on && !waits ? at(rhythm.silentUntil(veryOverdueBelow)) : null;
  // Decided by the instants and not by S, so that the wake-up at a threshold finds it passed.
  const state = isPast(veryOverdue) ? 'very-overdue' : isPast(overdue) ? 'overdue' : 'on-time';
  const crossings = [overdue, veryOverdue, nextDoubt(rhythm, at, isPast)].filter(
    (instant): instant is number => instant !== null && !isPast(instant),
  );
  return {
    state: on ? state : null,
    survival: silenceSurvival(rhythm.model, rhythm, silentDays),
    cycleDays: rhythm.cycleDays,
    silentDays,
    nextCrossing: crossings.length === 0 ? null : Math.min(...crossings),
  };
}

/** No wake-up is set for later than that: a century. */
const farDays = 36_525;

/** The next doubt that is ahead; who has none from the first, or for ever, is not waited for. */
function nextDoubt(
  rhythm: Rhythm,
  at: (days: number) => number | null,
  isPast: (instant: number | null) => boolean,
): number | null {
  for (const p of doubts) {
    const days = rhythm.aliveUntil(p);
    const instant = days > 0 ? at(days) : null;
    if (days > 0 && !isPast(instant)) return instant;
  }
  return null;
}
