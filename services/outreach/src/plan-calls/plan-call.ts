import { episodeOf } from './call-episode.js';
import type { CallFacts } from './call-facts.js';
import { type CallHold, holdsOf, idleHold, turningPoints } from './call-holds.js';
import { type CallReason, openReasons, openRecalls, watchedAlerts } from './call-reasons.js';
import { type CallRules, unknownValue } from './call-rules.js';

/** Where a customer stands on the call list, and why. Times are epoch ms. */
export interface CallPlace {
  /** Nothing stands against calling, and there is a reason to. */
  readonly onList: boolean;
  /** Value x need, 0-100, two decimals; also of who is not on the list, if there is a reason. */
  readonly priority: number;
  /** 0-100. */
  readonly value: number;
  readonly valueFrom: 'score' | 'qualification' | 'unknown';
  readonly valueCauses: readonly string[];
  /** 0-1: that of the strongest reason. */
  readonly need: number;
  readonly reasons: readonly CallReason[];
  readonly holds: readonly CallHold[];
  readonly callBy: number | null;
  readonly callBackAt: number | null;
  readonly suggestedAction: string | null;
  /** Attempts that reached nobody since the last one that did. */
  readonly attempts: number;
  /** Probability x spend of the product worth most on the recall list, two decimals; null where there is none. */
  readonly recall: number | null;
  /** When time alone may change this. */
  readonly dueAt: number | null;
}

/** The place of a customer at a moment: it follows from facts, rules and time alone, whatever came first. */
export function planCall(facts: CallFacts, rules: CallRules, now: number): CallPlace {
  const episode = episodeOf(facts, rules);
  const reasons = openReasons(facts, episode, rules, now);
  const standing = holdsOf(facts, episode, rules, now);
  const holds = reasons.length === 0 && standing.length === 0 ? [idleHold(episode)] : standing;
  const alerts = watchedAlerts(facts, episode, now);
  const { value, from, causes } = worthOf(facts);
  const need = reasons[0]?.need ?? 0;
  return {
    onList: holds.length === 0,
    priority: hundredths(value * need),
    value,
    valueFrom: from,
    valueCauses: causes,
    need: Math.round(need * 1e4) / 1e4,
    reasons: reasons.map((reason) => ({ ...reason, need: Math.round(reason.need * 1e4) / 1e4 })),
    holds,
    callBy: least(alerts.flatMap(({ callBy }) => callBy ?? [])),
    callBackAt: episode.promise?.dueAt ?? null,
    suggestedAction: actionOf(alerts, rules),
    attempts: episode.attempts,
    recall: facts.merged === null ? recallWorth(facts, rules) : null,
    dueAt: least(turningPoints(facts, episode, rules).filter((at) => at > now)),
  };
}

/** The products on the recall list with what each is worth, most first. */
export function recallsOf(facts: CallFacts, rules: Pick<CallRules, 'calls'>) {
  const { value } = worthOf(facts);
  return openRecalls(facts, episodeOf(facts, rules))
    .map((recall) => ({ ...recall, worth: hundredths(recall.probability * (recall.spend ?? value)) }))
    .sort((a, b) => b.worth - a.worth || (a.product < b.product ? -1 : 1));
}

function recallWorth(facts: CallFacts, rules: CallRules): number | null {
  return recallsOf(facts, rules)[0]?.worth ?? null;
}

function worthOf({ scores: { value, qualification } }: CallFacts) {
  if (value?.value != null) return { value: value.value, from: 'score' as const, causes: [value.event] };
  if (qualification?.value != null) {
    return { value: qualification.value, from: 'qualification' as const, causes: [qualification.event] };
  }
  return { value: unknownValue, from: 'unknown' as const, causes: [] };
}

/** What the gravest alert suggests. */
function actionOf(alerts: ReturnType<typeof watchedAlerts>, { needs }: CallRules): string | null {
  const suggesting = alerts.filter(({ suggestedAction }) => suggestedAction !== null);
  return suggesting.sort((a, b) => needs.alert[b.severity] - needs.alert[a.severity])[0]?.suggestedAction ?? null;
}

function least(times: readonly number[]): number | null {
  return times.length === 0 ? null : Math.min(...times);
}

function hundredths(value: number): number {
  return Math.round(value * 100) / 100;
}
