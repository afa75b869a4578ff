/** The four classes of risk, the gravest first; null when none applies. */
export type SatisfactionClass = 1 | 2 | 3 | 4;

export type SatisfactionEvidence = 'strict' | 'sparse' | 'recent-decline' | 'flat-dissatisfied' | 'none';

export type SatisfactionFlag = 'watch-dissatisfied';

export interface SatisfactionRules {
  /** From one rated month to the next, on 1-5: a smaller drop is no decrease. */
  readonly drop: number;
  readonly dissatisfiedBelow: number;
  /** Calendar months, the present one included, that count as recent; a latest rating older than so many months is stale. */
  readonly freshMonths: number;
  /** Months from the first to the last of a run, at most. What is further back than this from the latest is not looked at. */
  readonly sparseSpan: number;
}

export const shippedSatisfactionRules: SatisfactionRules = {
  drop: 0.25,
  dissatisfiedBelow: 3,
  freshMonths: 3,
  sparseSpan: 6,
};

/** One rating, on 1-5. */
export interface MonthlyRating {
  /** When it was given; only the order matters. */
  readonly time: number;
  /** Its calendar month in the business's time zone: year x 12 + month, January being 0. */
  readonly month: number;
  readonly value: number;
}

/** The ratings of a calendar month. Months without ratings are not listed. */
export interface RatedMonth {
  readonly month: number;
  readonly mean: number;
  readonly n: number;
}

export interface Satisfaction {
  readonly class: SatisfactionClass | null;
  /** `classified` has a class; `stale` was rated too long ago for one; `none` has no ratings, or none that make a class. */
  readonly status: 'none' | 'classified' | 'stale';
  readonly evidence: SatisfactionEvidence;
  readonly flags: readonly SatisfactionFlag[];
  /** Rated months within the longest run back from the latest one, ascending. */
  readonly months: readonly RatedMonth[];
  readonly latest: number | null;
  /** The months that the class, or the flag, rests on. */
  readonly named: readonly number[];
}
