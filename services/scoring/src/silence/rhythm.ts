import type { Policy } from '@vilfredo/events';
import { ownRegularity, type PurchaseModel, silenceUntilPAlive, silenceUntilSurvival } from '@vilfredo/scoring-model';
import type { OpenDays } from './open-days.js';

/** The gaps between a customer's purchase days, in open days. */
export interface Gaps {
  readonly n: number;
  readonly sumOfGaps: number;
  readonly sumOfLnGaps: number;
}

/**
 * How a customer buys: the model that fits them, and their own gaps. The silences at which something is to be told are searched
 * for where somebody is regular, so each is worked out when it is asked for.
 */
export class Rhythm {
  /** Repeat purchase days, and open days from the first to the latest. */
  readonly x: number;
  readonly tx: number;
  /** The customer's own mean gap in open days; null before there is one. */
  readonly cycleDays: number | null;
  private even: number | undefined;

  constructor(
    readonly model: PurchaseModel,
    { n, sumOfGaps }: Gaps,
  ) {
    this.x = n;
    this.tx = sumOfGaps;
    this.cycleDays = n === 0 ? null : sumOfGaps / n;
  }

  /** Open days of silence at which S falls to `survival`, perhaps infinite. */
  silentUntil(survival: number): number {
    return silenceUntilSurvival(this.model, this, survival);
  }

  /** Open days of silence at which P(alive) falls to `p`, perhaps infinite; 0 where it is there from the first. */
  aliveUntil(p: number): number {
    if (p !== evenChance) return silenceUntilPAlive(this.model, this, p);
    this.even ??= silenceUntilPAlive(this.model, this, p);
    return this.even;
  }
}

/** The active list asks for it as well as the risk. */
const evenChance = 0.5;

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
  const { ownGapsFrom, ownGapsWeight, mostRegular } = policy.silence;
  const regularity = { leastGaps: ownGapsFrom, weight: ownGapsWeight, cap: mostRegular, floor: 1 / mostRegular };
  const gaps = gapsOf(days, open);
  return new Rhythm(ownRegularity(modelOf(policy), gaps, regularity), gaps);
}

/** The policy's purchase model in the model's words. */
export function modelOf({ churn }: Policy): PurchaseModel {
  const { k, r, alphaDays, a, b, scale } = churn.model;
  return { k, r, alpha: alphaDays, a, b, ...(scale == null ? {} : { scale }) };
}
