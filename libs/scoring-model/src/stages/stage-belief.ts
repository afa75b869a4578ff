import { type Cue, type Stage, stageOfCue, stages } from './stage.js';

export interface StageRules {
  /** What a customer does from one signal to the next; the three sum to 1. */
  readonly stay: number;
  readonly advance: number;
  readonly back: number;
  /** The share of an advance, or of a step back, that goes one stage further than it might; 0 is one stage at a time. */
  readonly leap: number;
  readonly halfLifeDays: number;
  /** By stage: how likely a signal of a customer in it is a cue of each stage. Every row sums to 1. */
  readonly emissions: Readonly<Record<Stage, Readonly<Record<Stage, number>>>>;
}

/**
 * Emissions are ours, made so that a cue is likeliest in its own stage, early cues go on in later stages and late cues
 * are rare in early ones; an order is close to certain to be action, since that is what the stage means.
 */
export const shippedStageRules: StageRules = {
  stay: 0.8,
  advance: 0.15,
  back: 0.05,
  leap: 0.25,
  halfLifeDays: 60,
  emissions: {
    observe: { observe: 0.9579, interest: 0.03, comparison: 0.01, trust: 0.002, action: 0.0001 },
    interest: { observe: 0.3, interest: 0.6, comparison: 0.08, trust: 0.0195, action: 0.0005 },
    comparison: { observe: 0.2, interest: 0.2, comparison: 0.53, trust: 0.069, action: 0.001 },
    trust: { observe: 0.15, interest: 0.12, comparison: 0.13, trust: 0.598, action: 0.002 },
    action: { observe: 0.15, interest: 0.1, comparison: 0.05, trust: 0.1, action: 0.6 },
  },
};

export interface StageSignal {
  /** Days, fractions allowed, counted from anywhere. */
  readonly day: number;
  readonly cue: Cue;
}

export interface StageBelief {
  /** As of when. */
  readonly day: number;
  /** Sums to 1. */
  readonly probabilities: Readonly<Record<Stage, number>>;
  /** The most probable stage, the earlier of two alike. */
  readonly stage: Stage;
  readonly probability: number;
}

/** Where everybody starts: observing. */
export function unaware(day: number): StageBelief {
  return beliefOf(day, [1, 0, 0, 0, 0]);
}

/** What the signals, ascending, say of the customer's stage as of a day: a forward filter, one step per signal. */
export function stageBelief(
  signals: readonly StageSignal[],
  asOfDay: number,
  rules: StageRules = shippedStageRules,
): StageBelief {
  let belief = unaware(signals[0]?.day ?? asOfDay);
  for (const signal of signals) belief = afterSignal(belief, signal, rules);
  return asOfLater(belief, asOfDay, rules);
}

/** One step of the filter: decay until the signal, move, and Bayes' rule with what the cue says. */
export function afterSignal(
  belief: StageBelief,
  { day, cue }: StageSignal,
  rules: StageRules = shippedStageRules,
): StageBelief {
  const { probabilities } = asOfLater(belief, day, rules);
  const shown = stageOfCue(cue);
  const moved = stages.map((to) => {
    let share = 0;
    for (const from of stages) share += probabilities[from] * moveProbability(from, to, rules);
    return share * rules.emissions[to][shown];
  });
  return beliefOf(day, moved);
}

/** The belief as of a later day: the share 1 - 2^(-days / half-life) of it has gone back to observing. */
export function asOfLater(
  belief: StageBelief,
  day: number,
  { halfLifeDays }: StageRules = shippedStageRules,
): StageBelief {
  if (day <= belief.day) return belief;
  const kept = 2 ** ((belief.day - day) / halfLifeDays);
  const shares = stages.map((stage) => kept * belief.probabilities[stage]);
  shares[0]! += 1 - kept;
  return beliefOf(day, shares);
}

/** Further steps get geometrically less; where there is nowhere to go, a customer stays. */
function moveProbability(from: Stage, to: Stage, { stay, advance, back, leap }: StageRules): number {
  const [at, target, last] = [stages.indexOf(from), stages.indexOf(to), stages.length - 1];
  if (target > at) return (advance * leap ** (target - at - 1)) / leaps(last - at, leap);
  if (target < at) return (back * leap ** (at - target - 1)) / leaps(at, leap);
  return stay + (at === last ? advance : 0) + (at === 0 ? back : 0);
}

function leaps(count: number, leap: number): number {
  let sum = 0;
  for (let i = 0; i < count; i++) sum += leap ** i;
  return sum;
}

function beliefOf(day: number, weights: readonly number[]): StageBelief {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const [observe, interest, comparison, trust, action] = weights.map((weight) => weight / total) as Five;
  const probabilities = { observe, interest, comparison, trust, action };
  let stage: Stage = 'observe';
  for (const other of stages) if (probabilities[other] > probabilities[stage]) stage = other;
  return { day, probabilities, stage, probability: probabilities[stage] };
}

type Five = [number, number, number, number, number];
