import {
  ArrayMaxSize,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsISO8601,
  IsNumber,
  IsOptional,
  IsPositive,
  IsString,
  Length,
  Max,
  Min,
} from 'class-validator';
import { Nested } from '../contract/nested.js';
import { type Channel, channels } from '../customers/customers.js';
import { type Purpose, purposes } from '../interactions/interactions.js';
import { type Stage, stages } from '../scores/scores.js';

/** The days on which the business is closed: nobody is expected to buy on them. */
export class ClosedDays {
  /** ISO weekdays, 1 Monday to 7 Sunday. */
  @IsArray()
  @ArrayMaxSize(6)
  @IsInt({ each: true })
  @Min(1, { each: true })
  @Max(7, { each: true })
  weekdays!: number[];
  @IsArray() @ArrayMaxSize(1_000) @IsISO8601({}, { each: true }) dates!: string[];
}

/** What each dimension of a rating weighs; renormalised over those that were answered. */
export class RaterWeights {
  @IsNumber() @IsPositive() reliability!: number;
  @IsNumber() @IsPositive() responsiveness!: number;
  @IsNumber() @IsPositive() assurance!: number;
  @IsNumber() @IsPositive() empathy!: number;
  @IsNumber() @IsPositive() tangibles!: number;
}

/** How satisfaction classes are told. Ratings are compared on 1-5. */
export class SatisfactionRule {
  /** A fall of a month's mean by at least this is a decrease. */
  @IsNumber() @IsPositive() @Max(4) drop!: number;
  @IsNumber() @Min(1) @Max(5) dissatisfiedBelow!: number;
  /** Calendar months until a class is stale. */
  @IsInt() @Min(1) @Max(24) freshMonths!: number;
  /** Four rated months within so many calendar months are a run with gaps. */
  @IsInt() @Min(4) @Max(24) sparseSpan!: number;
  @Nested(() => RaterWeights) weights!: RaterWeights;
}

/** To whom a model was fitted, and how likely it makes what they did. */
export class ModelFit {
  @IsISO8601() at!: string;
  @IsInt() @Min(1) customers!: number;
  /** ln, with densities per day. */
  @IsNumber() logLikelihood!: number;
}

/** MBG/CNBD-k: how purchases come and stop. Times in days. */
export class PurchaseModelRule {
  @IsString() @Length(1, 100) name!: string;
  @IsNumber() @Min(1) @Max(100) k!: number;
  @IsNumber() @IsPositive() r!: number;
  @IsNumber() @IsPositive() alphaDays!: number;
  @IsNumber() @IsPositive() a!: number;
  @IsNumber() @IsPositive() b!: number;
  /** What expected purchases are multiplied by, for a k other than 1; 1 when absent. */
  @IsOptional() @IsNumber() @IsPositive() @Max(100) scale?: number;
  /** Absent where the constants are not fitted to the book's own customers. */
  @IsOptional() @Nested(() => ModelFit) fit?: ModelFit;
}

/** When a silence is longer than the customer's own rhythm. */
export class SilenceRule {
  @IsBoolean() on!: boolean;
  @IsNumber() @IsPositive() @Max(1) overdueBelow!: number;
  @IsNumber() @IsPositive() @Max(1) veryOverdueBelow!: number;
  /** From so many own gaps on, the customer's own regularity is blended in. */
  @IsInt() @Min(2) @Max(10_000) ownGapsFrom!: number;
  /** n own gaps count n / (n + this). */
  @IsNumber() @IsPositive() @Max(10_000) ownGapsWeight!: number;
  @IsNumber() @Min(1) @Max(1_000) mostRegular!: number;
}

export class SatisfactionTerm {
  @IsBoolean() on!: boolean;
  /** Log-odds for class 1, 2, 3 and 4. */
  @IsArray() @IsNumber({}, { each: true }) logOdds!: number[];
}

export class ComplaintTerm {
  @IsBoolean() on!: boolean;
  /** Log-odds of one point of severity. */
  @IsNumber() @Min(0) @Max(20) perSeverity!: number;
  @IsNumber() @Min(0) @Max(1) recoveredFactor!: number;
  @IsNumber() @IsPositive() @Max(3_650) halfLifeDays!: number;
  /** Another complaint within so many days counts `repeatedFactor`. */
  @IsNumber() @Min(0) @Max(3_650) repeatedWithinDays!: number;
  @IsNumber() @Min(0) @Max(10) repeatedFactor!: number;
  /** How much repeat purchases damp complaints: divided by 1 + this x ln(1 + repeats). */
  @IsNumber() @Min(0) @Max(100) loyalty!: number;
}

export class EffortTerm {
  @IsBoolean() on!: boolean;
  /** Log-odds of one more contact on the same matter, or of one transfer. */
  @IsNumber() @Min(0) @Max(20) each!: number;
  @IsNumber() @Min(0) @Max(365) repeatedWithinDays!: number;
  @IsNumber() @IsPositive() @Max(3_650) halfLifeDays!: number;
}

export class ChurnHorizon {
  @IsNumber() @Min(1) @Max(3_650) atLeastDays!: number;
  /** Times the median cycle of the book. */
  @IsNumber() @Min(0) @Max(100) medianCycles!: number;
}

export class RiskBandRule {
  @IsNumber() @Min(0) @Max(100) watch!: number;
  @IsNumber() @Min(0) @Max(100) high!: number;
  @IsNumber() @Min(0) @Max(100) critical!: number;
}

/** How churn risk is made up. */
export class ChurnRule {
  @Nested(() => PurchaseModelRule) model!: PurchaseModelRule;
  @Nested(() => ChurnHorizon) horizon!: ChurnHorizon;
  @Nested(() => SatisfactionTerm) satisfaction!: SatisfactionTerm;
  @Nested(() => ComplaintTerm) complaints!: ComplaintTerm;
  @Nested(() => EffortTerm) effort!: EffortTerm;
  @Nested(() => RiskBandRule) bands!: RiskBandRule;
  /** A risk is published when it moved by this many points, or to another band. */
  @IsNumber() @IsPositive() @Max(100) publicationStep!: number;
}

/** Gamma-Gamma: what a purchase brings, and what is to come is worth today. Amounts in the currency's major unit. */
export class SpendRule {
  @IsNumber() @IsPositive() p!: number;
  @IsNumber() @IsPositive() q!: number;
  @IsNumber() @IsPositive() gamma!: number;
  @IsNumber() @Min(0) @Max(1) margin!: number;
  @IsNumber() @Min(0) @Max(1) discountPerWeek!: number;
}

/** How the stage before a purchase is told from what is said. */
export class StageRule {
  @IsNumber() @Min(0) @Max(1) stay!: number;
  @IsNumber() @Min(0) @Max(1) advance!: number;
  @IsNumber() @Min(0) @Max(1) back!: number;
  /** The share of a step that goes one stage further than it might. */
  @IsNumber() @Min(0) @Max(1) leap!: number;
  @IsNumber() @IsPositive() @Max(3_650) halfLifeDays!: number;
  /** From this stage on, without a purchase for so many days, the customer is on the recall list. */
  @IsIn(stages) recallFrom!: Stage;
  @IsNumber() @Min(0) @Max(3_650) recallAfterDays!: number;
}

/** Points of a prospect's qualification, by what they rest on; together 100. */
export class QualificationRule {
  @IsNumber() @Min(0) @Max(100) recency!: number;
  @IsNumber() @Min(0) @Max(100) interest!: number;
  @IsNumber() @Min(0) @Max(100) stage!: number;
  @IsNumber() @Min(0) @Max(100) contacts!: number;
  @IsNumber() @Min(0) @Max(100) channel!: number;
  /** Half of the points of recency are gone after so many days without contact. */
  @IsNumber() @IsPositive() @Max(3_650) halfLifeDays!: number;
  @IsNumber() @IsPositive() @Max(100) publicationStep!: number;
}

/**
 * What is told long after it happened is history that is being caught up on: what it changes of a relationship is told
 * when nothing more has come for a while, as half a history looks like silence.
 */
export class HistoryRule {
  @IsNumber() @IsPositive() @Max(87_600) olderThanHours!: number;
  @IsNumber() @Min(0) @Max(10_080) holdMinutes!: number;
}

/** Which function a contact belongs to where its source does not say: the first rule that fits; `service` when none does. */
export class PurposeRule {
  @IsIn(purposes) purpose!: Purpose;
  @IsOptional() @IsIn(channels) channel?: Channel;
  @IsOptional() @IsIn(['in', 'out']) direction?: 'in' | 'out';
  @IsOptional() @IsString() @Length(1, 100) source?: string;
  /** Whether the contact carries a complaint, a signal of interest, or comes from somebody who never bought. */
  @IsOptional() @IsBoolean() complaint?: boolean;
  @IsOptional() @IsBoolean() interest?: boolean;
  @IsOptional() @IsBoolean() prospect?: boolean;
}
