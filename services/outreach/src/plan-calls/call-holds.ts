import { begunContacts, type Episode } from './call-episode.js';
import type { CallFacts } from './call-facts.js';
import { type CallRules, dayMs, hourMs } from './call-rules.js';
import { newer } from './newest.js';
import { daysWords, timeWords } from './reason-words.js';

export const holdKinds = [
  'merged',
  'refused',
  'no-consent',
  'wrong-number',
  'call-back-later',
  'retry-later',
  'contacted-too-often',
  'reached',
  'attempts-used-up',
  'no-reason',
] as const;

/** Why somebody is not to be called now. */
export interface CallHold {
  readonly kind: (typeof holdKinds)[number];
  readonly text: string;
  /** Until when, epoch ms; null where time alone does not end it. */
  readonly until: number | null;
  readonly causes: readonly string[];
}

/** What stands against calling the customer at all or by now, the deciding one first. */
export function holdsOf(facts: CallFacts, episode: Episode, rules: CallRules, now: number): CallHold[] {
  const lasting = [mergedHold(facts), refusedHold(facts), consentHold(facts, rules), wrongNumberHold(facts)];
  const passing = [promiseHold(episode), retryHold(episode, rules), capHold(facts, episode, rules, now)];
  return [...lasting, ...passing].filter((hold) => hold !== null).filter(({ until }) => until === null || until > now);
}

/** Why there is nothing to call for. */
export function idleHold({ ended }: Episode): CallHold {
  if (ended === null) return { kind: 'no-reason', text: 'There is no reason to call them.', until: null, causes: [] };
  const when = timeWords(ended.at);
  const causes = [ended.event];
  if (ended.by === 'attempts-used-up') {
    const text = `They could not be reached; the last attempt was at ${when}, and nothing has happened since.`;
    return { kind: 'attempts-used-up', text, until: null, causes };
  }
  return {
    kind: 'reached',
    text: `They were reached at ${when}, and nothing has happened since.`,
    until: null,
    causes,
  };
}

/** When time alone may put the customer on the list, or take them off it: nothing in between does. */
export function turningPoints(facts: CallFacts, episode: Episode, rules: CallRules): number[] {
  const holds = [promiseHold(episode), retryHold(episode, rules), cap(facts, rules)];
  const passing = holds.flatMap((hold) => (hold?.until == null ? [] : [hold.until]));
  return [...passing, ...facts.alerts.flatMap(({ snoozedUntil }) => snoozedUntil?.value ?? [])];
}

function mergedHold({ merged }: CallFacts): CallHold | null {
  if (merged === null) return null;
  const text = `They are the same customer as ${merged.value}, who is called in their place.`;
  return { kind: 'merged', text, until: null, causes: [merged.event] };
}

/** Who refused is left alone until they allow calls again or make contact by themselves. */
function refusedHold({ attempts, consent, cameInAt }: CallFacts): CallHold | null {
  const refused = attempts.find(({ result }) => result === 'refused');
  if (refused === undefined) return null;
  const said = wordOnCalls(consent);
  const isAllowedSince = said?.value === true && said.at > refused.at;
  if (isAllowedSince || (cameInAt ?? Number.NEGATIVE_INFINITY) > refused.at) return null;
  const text = `They refused at ${timeWords(refused.at)}, and have not made contact since.`;
  return { kind: 'refused', text, until: null, causes: [refused.event] };
}

function consentHold({ consent }: CallFacts, { calls }: CallRules): CallHold | null {
  const said = wordOnCalls(consent);
  if (said?.value ?? calls.allowedWithoutConsent) return null;
  const text = said === null ? 'They have not said that they may be called.' : 'They do not want to be called.';
  return { kind: 'no-consent', text, until: null, causes: said === null ? [] : [said.event] };
}

/** What was said last about calls, or about any contact. */
function wordOnCalls({ phone, any }: CallFacts['consent']): CallFacts['consent']['phone'] {
  return phone === null || any === null ? (phone ?? any) : newer(phone, any);
}

function wrongNumberHold({ attempts, phoneLinkedAt }: CallFacts): CallHold | null {
  const last = attempts.find(({ channel }) => channel === 'phone');
  if (last?.result !== 'wrong-number' || (phoneLinkedAt ?? Number.NEGATIVE_INFINITY) > last.at) return null;
  const text = `The number was found wrong at ${timeWords(last.at)}, and no other is known since.`;
  return { kind: 'wrong-number', text, until: null, causes: [last.event] };
}

function promiseHold({ promise }: Episode): CallHold | null {
  if (promise === null) return null;
  const text = `They asked to be called back at ${timeWords(promise.dueAt)}.`;
  return { kind: 'call-back-later', text, until: promise.dueAt, causes: [promise.asked.event] };
}

/** A call that was promised is made at its time, however short after another attempt. */
function retryHold({ unanswered, promise }: Episode, { calls }: CallRules): CallHold | null {
  if (unanswered === null || (promise !== null && unanswered.at < promise.dueAt)) return null;
  const until = Math.ceil(unanswered.at + calls.retryAfterHours * hourMs);
  const text = `An attempt reached nobody at ${timeWords(unanswered.at)}; the next is due at ${timeWords(until)}.`;
  return { kind: 'retry-later', text, until, causes: [unanswered.event] };
}

/** A call that was promised is made, however often there was contact before. */
function capHold(facts: CallFacts, { promise }: Episode, rules: CallRules, now: number): CallHold | null {
  return promise !== null && promise.dueAt <= now ? null : cap(facts, rules);
}

function cap(facts: CallFacts, { calls: { mostContacts, perDays } }: CallRules): CallHold | null {
  const oldest = begunContacts(facts)[mostContacts - 1];
  if (oldest === undefined) return null;
  const until = Math.ceil(oldest + perDays * dayMs);
  const times = mostContacts === 1 ? 'once' : `${mostContacts} times`;
  const text = `We made contact ${times} within ${daysWords(perDays)}; the next is allowed at ${timeWords(until)}.`;
  return { kind: 'contacted-too-often', text, until, causes: [] };
}
