import type { Attempt, CallFacts } from './call-facts.js';
import { type CallRules, hourMs } from './call-rules.js';
import type { Moment } from './newest.js';

/** How far the present round of attempts has come. It ends when the customer was reached or given up; a newer reason begins another. */
export interface Episode {
  /** What ended the round before, and with it every reason from until then. */
  readonly ended: (Moment & { readonly by: 'reached' | 'refused' | 'attempts-used-up' }) | null;
  /** Attempts since, that reached nobody. */
  readonly attempts: number;
  /** The customer asked to be called back then. */
  readonly promise: { readonly dueAt: number; readonly asked: Attempt } | null;
  /** The last attempt of all, if it reached nobody. */
  readonly unanswered: Attempt | null;
}

/** One contact may be told by who called and by the telephone system: within so long, through the same channel. */
const sameContactMs = hourMs;

const reachedNobody = ['no-answer', 'left-message', 'wrong-number'];

/** The present round, from all attempts known. */
export function episodeOf({ attempts }: Pick<CallFacts, 'attempts'>, { calls }: Pick<CallRules, 'calls'>): Episode {
  let episode: Episode = { ended: null, attempts: 0, promise: null, unanswered: null };
  for (const attempt of attempts.toReversed()) {
    if (reachedNobody.includes(attempt.result)) episode = afterNobody(episode, attempt, calls.mostAttempts);
    else episode = { ...afterSomebody(episode, attempt, calls.retryAfterHours), attempts: 0, unanswered: null };
  }
  return episode;
}

function afterNobody(episode: Episode, attempt: Attempt, most: number): Episode {
  const { unanswered } = episode;
  const isTheSame = unanswered !== null && isSame(unanswered, attempt);
  const attempts = episode.attempts + (isTheSame ? 0 : 1);
  if (attempts < most || isTheSame) return { ...episode, attempts, unanswered: attempt };
  const { at, event } = attempt;
  return { ended: { at, event, by: 'attempts-used-up' }, attempts: 0, promise: null, unanswered: attempt };
}

function afterSomebody(
  { ended }: Episode,
  attempt: Attempt,
  retryAfterHours: number,
): Pick<Episode, 'ended' | 'promise'> {
  const { at, event, result, callBackAt } = attempt;
  if (result !== 'call-back') {
    return { ended: { at, event, by: result === 'refused' ? 'refused' : 'reached' }, promise: null };
  }
  const dueAt = callBackAt ?? Math.ceil(at + retryAfterHours * hourMs);
  return { ended, promise: { dueAt, asked: attempt } };
}

/**
 * When each contact that we began was, latest first: those recorded, and the attempts by which the customer heard of us.
 * One of the latter stands for what was recorded of the same contact.
 */
export function begunContacts({ attempts, contacts }: Pick<CallFacts, 'attempts' | 'contacts'>): readonly number[] {
  const heard = attempts.filter(({ result }) => result !== 'no-answer' && result !== 'wrong-number');
  const others = contacts.filter((contact) => !heard.some((attempt) => isSame(attempt, contact)));
  return [...heard, ...others].map(({ at }) => at).sort((a, b) => b - a);
}

function isSame(one: Pick<Attempt, 'at' | 'channel'>, other: Pick<Attempt, 'at' | 'channel'>): boolean {
  return one.channel === other.channel && Math.abs(one.at - other.at) <= sameContactMs;
}
