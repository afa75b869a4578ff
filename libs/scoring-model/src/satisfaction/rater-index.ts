export const raterDimensions = ['reliability', 'assurance', 'tangibles', 'empathy', 'responsiveness'] as const;

export type RaterDimension = (typeof raterDimensions)[number];

export type RaterWeights = Readonly<Record<RaterDimension, number>>;

/** Zeithaml, Parasuraman & Berry (1990): what customers of service firms said the dimensions are worth to them. */
export const shippedRaterWeights: RaterWeights = {
  reliability: 0.32,
  responsiveness: 0.22,
  assurance: 0.19,
  empathy: 0.16,
  tangibles: 0.11,
};

export interface RaterIndex {
  /** Weighted mean on the scale of the answers, 1-5. */
  readonly weighted: number;
  /** 0-100. */
  readonly index: number;
  /** Share of all weight that was answered, 0-1. */
  readonly coverage: number;
  readonly answered: readonly RaterDimension[];
}

/**
 * The RATER index of answers on 1-5; the weights are renormalised over the dimensions that were answered.
 * @returns null when none was
 */
export function raterIndex(
  answers: Readonly<Partial<Record<RaterDimension, number>>>,
  weights: RaterWeights = shippedRaterWeights,
): RaterIndex | null {
  const answered: RaterDimension[] = [];
  let [sum, weight, all] = [0, 0, 0];
  for (const dimension of raterDimensions) {
    const answer = answers[dimension];
    all += weights[dimension];
    if (answer === undefined) continue;
    answered.push(dimension);
    sum += weights[dimension] * answer;
    weight += weights[dimension];
  }
  if (weight <= 0) return null;
  const weighted = sum / weight;
  return { weighted, index: indexOf(weighted), coverage: weight / all, answered };
}

/** A mean on 1-5 as an index of 0-100. */
export function indexOf(onFive: number): number {
  return ((onFive - 1) / 4) * 100;
}

/** A rating of any scale on 1-5: `min` becomes 1 and `max` 5. `max` is more than `min`. */
export function onFiveScale(value: number, min: number, max: number): number {
  return 1 + (4 * (value - min)) / (max - min);
}
