import type { Policy } from '@vilfredo/events';
import { ownRegularity, type PurchaseModel, silenceUntilPAlive, silenceUntilSurvival } from '@vilfredo/scoring-model';
import type { OpenDays } from './open-days.js';

/** How a customer buys: the model that fits them, their own gaps, and the silences at which something is told. */
export interface Rhythm {
  readonly model: PurchaseModel;
  /** Repeat purchase days, and open days from the first to the latest. */
  readonly x: number;
  readonly tx: number;
  /** The customer's own mean gap in open days; null before there is one. */
  readonly cycleDays: number | null;
  /** Open days of silence, each perhaps infinite. */
  readonly overdueAfter: number;
  readonly veryOverdueAfter: number;
  /** Silences at which P(alive) falls to a half and to a fifth. */
  readonly doubtfulAfter: readonly number[];
  /** The silence at which it falls below what the active list asks for; 0 where that asks for nothing. */
  readonly doubtedAfter: number;
}

/** Regular customers' thresholds are searched for: those of the same gaps under one policy are kept. */
const keptUnder = new WeakMap<Policy, Map<string, Rhythm>>();
const mostKept = 20_000;

/** The gaps between a customer's purchase days, in open days. */
export interface Gaps {
  readonly n: number;
  readonly sumOfGaps: number;
  readonly sumOfLnGaps: number;
}

/** @param days every purchase day, ascending; not empty */
export function gapsOf(days: readonly number[], open: OpenDays): Gaps {
  let [sumOfGaps, sumOfLnGaps] = [0, 0];
  for (let i = 1; i < days.length; i++) {
    // A purchase on a closed day happened all the same: no gap is shorter than a day.
    const gap = Math.max(1, open.between(days[i - 1]!, days[i]!));
    sumOfGaps += gap;
    sumOfLnGaps += Math.log(gap);
  }
  return { n: days.length - 1, sumOfGaps, sumOfLnGaps };
}

/** @param days every purchase day, ascending; not empty */
export function rhythmOf(days: readonly number[], policy: Policy, open: OpenDays): Rhythm {
  const gaps = gapsOf(days, open);
  const { n, sumOfGaps, sumOfLnGaps } = gaps;
  const kept = keptOf(policy);
  const key = `${n} ${sumOfGaps} ${sumOfLnGaps}`;
  let rhythm = kept.get(key);
  if (rhythm === undefined) {
    rhythm = measured(gaps, modelOf(policy), policy);
    if (kept.size >= mostKept) kept.clear();
    kept.set(key, rhythm);
  }
  return rhythm;
}

/** The policy's purchase model in the model's words. */
export function modelOf({ churn }: Policy): PurchaseModel {
  const { k, r, alphaDays, a, b, scale } = churn.model;
  return { k, r, alpha: alphaDays, a, b, ...(scale == null ? {} : { scale }) };
}

function keptOf(policy: Policy): Map<string, Rhythm> {
  const known = keptUnder.get(policy);
  if (known !== undefined) return known;
  const kept = new Map<string, Rhythm>();
  keptUnder.set(policy, kept);
  return kept;
}

function measured(gaps: Gaps, shipped: PurchaseModel, { silence, activeList: { aliveAtLeast } }: Policy): Rhythm {
  const { ownGapsFrom, ownGapsWeight, mostRegular, overdueBelow, veryOverdueBelow } = silence;
  const regularity = { leastGaps: ownGapsFrom, weight: ownGapsWeight, cap: mostRegular, floor: 1 / mostRegular };
  const model = ownRegularity(shipped, gaps, regularity);
  const history = { x: gaps.n, tx: gaps.sumOfGaps };
  const [half, fifth] = [silenceUntilPAlive(model, history, 0.5), silenceUntilPAlive(model, history, 0.2)];
  return {
    model,
    ...history,
    cycleDays: gaps.n === 0 ? null : gaps.sumOfGaps / gaps.n,
    overdueAfter: silenceUntilSurvival(model, history, overdueBelow),
    veryOverdueAfter: silenceUntilSurvival(model, history, veryOverdueBelow),
    doubtfulAfter: [half, fifth],
    doubtedAfter: aliveAtLeast === 0.5 ? half : silenceUntilPAlive(model, history, aliveAtLeast ?? 1),
  };
}
