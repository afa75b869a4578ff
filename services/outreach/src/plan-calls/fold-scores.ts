import {
  type ChurnRiskChanged,
  type Read,
  riskBands,
  type SatisfactionClassChanged,
  type SilenceDetected,
  type StageChanged,
  silenceStates,
} from '@vilfredo/events';
import type { KnownScores, Told } from './call-facts.js';
import type { Moment } from './newest.js';

/** Part of a change of stage that says what a purchase is expected to bring. */
const spendPart = 'spend';

/** Folds a change of a score, in place. False for what is no such change. One that is older than what is known changes nothing. */
export function foldScore(scores: KnownScores, { type, payload }: Read, moment: Moment): boolean {
  switch (type) {
    case 'ValueChanged':
      scores.value = newest(scores.value, { value: payload.to, seq: payload.seq, event: moment.event });
      return true;
    case 'QualificationChanged':
      scores.qualification = newest(scores.qualification, { value: payload.to, seq: payload.seq, event: moment.event });
      return true;
    case 'TierChanged':
      scores.tier = newest(scores.tier, { value: payload.to, seq: payload.seq, event: moment.event });
      return true;
    case 'ActivityChanged':
      scores.activity = newest(scores.activity, { value: payload.to, seq: payload.seq, event: moment.event });
      return true;
    case 'ChurnRiskChanged':
      scores.risk = newest(scores.risk, riskOf(scores.risk, payload, moment));
      return true;
    case 'SilenceDetected':
      scores.silence = newest(scores.silence, silenceOf(scores.silence, payload, moment));
      return true;
    case 'SatisfactionClassChanged':
      scores.satisfaction = newest(scores.satisfaction, classOf(scores.satisfaction, payload, moment));
      return true;
    case 'StageChanged':
      foldStage(scores, payload, moment);
      return true;
    default:
      return false;
  }
}

function newest<One extends Told<unknown>>(known: One | null, told: One): One {
  return known === null || told.seq > known.seq ? told : known;
}

/** A risk is a new reason to call when it is in a worse band than before, not when it moves within one. */
function riskOf(known: KnownScores['risk'], { seq, to, toBand, fromBand }: ChurnRiskChanged, moment: Moment) {
  const isWorse = rank(riskBands, toBand) > rank(riskBands, fromBand);
  const since = isWorse ? moment : (known?.since ?? null);
  return { value: to, band: toBand, seq, event: moment.event, since };
}

function silenceOf(known: KnownScores['silence'], change: SilenceDetected, moment: Moment) {
  const { seq, from, to, silentDays, cycleDays } = change;
  const isWorse = rank(silenceStates, to) > rank(silenceStates, from);
  const since = isWorse ? moment : (known?.since ?? null);
  return { value: to, seq, event: moment.event, at: moment.at, silentDays, cycleDays, since };
}

/** Satisfaction classes, the gravest last. */
const classesByGravity = [null, 3, 2, 4, 1] as const;

/** The same class on other evidence is no new reason, nor is a milder one. */
function classOf(known: KnownScores['satisfaction'], { seq, from, to }: SatisfactionClassChanged, moment: Moment) {
  const isWorse = rank(classesByGravity, to) > rank(classesByGravity, from);
  const since = isWorse ? moment : (known?.since ?? null);
  return { value: to, seq, event: moment.event, since };
}

/** Place among the words; before the first for none. */
function rank<Word>(words: readonly (Word | null)[], word: Word | null): number {
  return words.indexOf(word);
}

function foldStage(scores: KnownScores, change: StageChanged, moment: Moment): void {
  const { seq, product, to, probability, recall, parts } = change;
  if (seq <= scores.stageSeq) return;
  scores.stageSeq = seq;
  const known = scores.recalls.find((each) => each.product === product);
  const others = scores.recalls.filter((each) => each.product !== product);
  if (!recall) {
    scores.recalls = others;
    return;
  }
  const spend = parts.find(({ name }) => name === spendPart)?.raw ?? null;
  const since = known?.since ?? moment;
  others.push({ product, stage: to, probability, spend, event: moment.event, since });
  scores.recalls = others.sort((a, b) => (a.product < b.product ? -1 : 1));
}
