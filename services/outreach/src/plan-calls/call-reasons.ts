import type { Episode } from './call-episode.js';
import type { CallFacts, OpenAlert, Recall } from './call-facts.js';
import type { CallRules } from './call-rules.js';
import type { Moment } from './newest.js';
import { callBackWords, recallWords, riskWords, satisfactionWords, silenceWords } from './reason-words.js';

export const reasonKinds = ['call-back', 'alert', 'satisfaction', 'risk', 'silence', 'recall'] as const;

/** Why somebody is to be called. */
export interface CallReason {
  readonly kind: (typeof reasonKinds)[number];
  /** A sentence that names nobody. */
  readonly text: string;
  /** 0-1. */
  readonly need: number;
  /** Ids of the events behind it, the most telling first. */
  readonly causes: readonly string[];
}

/** The reasons that the last round of attempts has not settled, the strongest first. */
export function openReasons(facts: CallFacts, episode: Episode, rules: CallRules, now: number): CallReason[] {
  const isNew = (since: Moment) => episode.ended === null || since.at > episode.ended.at;
  return allReasons(facts, episode, rules, now)
    .filter(({ since }) => since === null || isNew(since))
    .map(({ since, ...reason }) => reason)
    .sort(byNeed);
}

/** Alerts open now that are not put aside. */
export function watchedAlerts({ alerts }: Pick<CallFacts, 'alerts'>, episode: Episode, now: number): OpenAlert[] {
  return alerts.filter(({ reasons, snoozedUntil }) => {
    const [latest] = reasons;
    if (latest === undefined) return false;
    const isSettled = episode.ended !== null && latest.at <= episode.ended.at;
    return !isSettled && (snoozedUntil === null || snoozedUntil.value <= now);
  });
}

/** Products asked about and not bought, of which nobody has spoken with the customer since. */
export function openRecalls({ scores }: Pick<CallFacts, 'scores'>, { ended }: Episode): readonly Recall[] {
  const spokenAt = ended === null || ended.by === 'attempts-used-up' ? Number.NEGATIVE_INFINITY : ended.at;
  return scores.recalls.filter(({ since }) => since.at > spokenAt);
}

type Dated = CallReason & { readonly since: Moment | null };

function allReasons(facts: CallFacts, episode: Episode, rules: CallRules, now: number): Dated[] {
  const { needs } = rules;
  const { risk, silence, satisfaction, recalls } = facts.scores;
  const found: Dated[] = [];
  const { promise } = episode;
  if (promise !== null && promise.dueAt <= now) {
    const text = callBackWords(promise.dueAt);
    found.push({ kind: 'call-back', text, need: needs.callBack, causes: [promise.asked.event], since: null });
  }
  for (const { severity, reasons } of watchedAlerts(facts, episode, now)) {
    const latest = reasons[0]!;
    const causes = reasons.map(({ event }) => event);
    found.push({ kind: 'alert', text: latest.text, need: needs.alert[severity], causes, since: latest });
  }
  if (satisfaction !== null && satisfaction.value !== null && satisfaction.since !== null) {
    const text = satisfactionWords(satisfaction.value);
    const need = needs.satisfaction[satisfaction.value];
    found.push({ kind: 'satisfaction', text, need, causes: causesOf(satisfaction), since: satisfaction.since });
  }
  if (risk?.value != null && risk.band !== null && risk.band !== 'low' && risk.since !== null) {
    const need = Math.min(1, (needs.risk * risk.value) / 100);
    const text = riskWords(risk.value, risk.band);
    found.push({ kind: 'risk', text, need, causes: causesOf(risk), since: risk.since });
  }
  if (silence !== null && silence.value !== 'on-time' && silence.since !== null) {
    const need = needs.silence[silence.value];
    const text = silenceWords(silence.value, silence);
    found.push({ kind: 'silence', text, need, causes: causesOf(silence), since: silence.since });
  }
  for (const recall of recalls) {
    const need = needs.recall * recall.probability;
    found.push({ kind: 'recall', text: recallWords(recall), need, causes: causesOf(recall), since: recall.since });
  }
  return found;
}

/** The newest word, and the one that began it. */
function causesOf({ event, since }: { readonly event: string; readonly since: Moment | null }): string[] {
  return since === null || since.event === event ? [event] : [event, since.event];
}

function byNeed(one: CallReason, other: CallReason): number {
  return other.need - one.need || reasonKinds.indexOf(one.kind) - reasonKinds.indexOf(other.kind);
}
