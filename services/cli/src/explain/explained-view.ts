import type { CustomerView } from '@vilfredo/scoring';
import type { CausingEvent } from './causing-events.js';
import { partWords } from './part-words.js';
import { qualificationWords, stageWords } from './qualification-words.js';
import { satisfactionWords } from './satisfaction-words.js';
import { silenceWords } from './silence-words.js';
import { termWords } from './term-words.js';

/** Every part of a customer's scores in words, with the events behind it. */
export type ExplainedView = ReturnType<typeof explainedView>;

interface Caused {
  readonly causes: readonly string[];
}

/** The ids of all events that any part of a customer's scores names. */
export function causesNamed({ value, churn, satisfaction, stages, qualification }: CustomerView): Set<string> {
  const parts: readonly Caused[] = [
    ...(value?.criteria ?? []),
    ...(churn?.terms ?? []),
    ...(satisfaction === null ? [] : [satisfaction]),
    ...stages,
    ...(qualification?.parts ?? []),
  ];
  return new Set(parts.flatMap(({ causes }) => causes));
}

/** @param events those behind the parts as far as they could be found, by id */
export function explainedView(view: CustomerView, events: ReadonlyMap<string, CausingEvent>) {
  const { customerId, asOf, state, policy, model, epoch, value, churn, satisfaction, stages, qualification } = view;
  const explained = <T extends Caused>({ causes, ...part }: T, words: string) => ({
    ...part,
    words,
    events: causes.map((cause) => events.get(cause) ?? unseen(cause)),
  });
  return {
    customerId,
    asOf,
    state,
    policy,
    model,
    epoch,
    score: value?.score ?? null,
    tier: value?.tier ?? null,
    parts: (value?.criteria ?? []).map((part) => explained(part, partWords(part))),
    churn:
      churn === null
        ? null
        : {
            ...churn,
            silence: { ...churn.silence, words: silenceWords(churn.silence) },
            terms: churn.terms.map((term) => explained(term, termWords(term, { churn, satisfaction }))),
          },
    satisfaction: satisfaction === null ? null : explained(satisfaction, satisfactionWords(satisfaction)),
    stages: stages.map((stage) => explained(stage, stageWords(stage))),
    qualification:
      qualification === null
        ? null
        : {
            score: qualification.score,
            parts: qualification.parts.map((part) => explained(part, qualificationWords(part))),
          },
  };
}

/** Named by a part and not in the timeline, as when it was recorded a moment ago. */
function unseen(id: string): CausingEvent {
  return { id, type: 'unknown', at: '', number: null, amount: null, currency: null, about: null };
}
