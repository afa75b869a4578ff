import { IsArray, IsBoolean, IsIn, IsInt, IsISO8601, IsNumber, IsOptional, IsString, Max, Min } from 'class-validator';
import { Nested } from '../contract/nested.js';

/** One part of a score. The points of all parts add up to it. */
export class ScorePart {
  @IsString() name!: string;
  @IsOptional() @IsNumber() raw!: number | null;
  /** Share of the active customers at or below the raw value, 0-1. */
  @IsNumber() percentile!: number;
  @IsNumber() weight!: number;
  @IsNumber() points!: number;
  /** Ids of events behind the part, the most telling first. */
  @IsArray() @IsString({ each: true }) causes!: string[];
}

/** One term of a score that is not ranked. Where the score is a number, the points of all terms add up to it. */
export class ScoreTerm {
  @IsString() name!: string;
  @IsOptional() @IsNumber() raw?: number | null;
  /** What it adds, in log-odds. */
  @IsOptional() @IsNumber() logOdds?: number;
  @IsOptional() @IsNumber() points?: number;
  /** Ids of events behind the term, the most telling first. */
  @IsArray() @IsString({ each: true }) causes!: string[];
}

/** What every change of a score says about itself. The customer is the subject of the event. */
class Change {
  /** Counts the customer's changes from 1, without gaps. */
  @IsInt() @Min(1) seq!: number;
  @IsISO8601() asOf!: string;
  /** What set it off: the id of an event, or the due time of a wake-up, or the moment of a rebuild. */
  @IsArray() @IsString({ each: true }) causes!: string[];
  @IsString() policy!: string;
  @IsString() model!: string;
  /** The cut-off epoch it was decided against. */
  @IsInt() @Min(1) epoch!: number;
}

/** A change of what the customer is worth. */
export class ScoreChange extends Change {
  @IsArray() @Nested(() => ScorePart, { each: true }) parts!: ScorePart[];
}

/** A change of how the customer feels, how near they are to leaving or to buying. */
export class TermedChange extends Change {
  @IsArray() @Nested(() => ScoreTerm, { each: true }) parts!: ScoreTerm[];
}

/** The value score moved by a publication step; null where the customer is not ranked. */
export class ValueChanged extends ScoreChange {
  @IsOptional() @IsNumber() from!: number | null;
  @IsOptional() @IsNumber() to!: number | null;
}

/** The customer entered, left or changed tier. */
export class TierChanged extends ScoreChange {
  @IsOptional() @IsIn(['top', 'core']) from!: 'top' | 'core' | null;
  @IsOptional() @IsIn(['top', 'core']) to!: 'top' | 'core' | null;
}

export const activityStates = ['prospect', 'new', 'active', 'dormant', 'lost'] as const;
export type ActivityState = (typeof activityStates)[number];

/** The customer's state changed. */
export class ActivityChanged extends ScoreChange {
  @IsOptional() @IsIn(activityStates) from!: ActivityState | null;
  @IsIn(activityStates) to!: ActivityState;
}

export const riskBands = ['low', 'watch', 'high', 'critical'] as const;
export type RiskBand = (typeof riskBands)[number];

/** The churn risk moved by a publication step, or to another band; null for who has never bought. */
export class ChurnRiskChanged extends TermedChange {
  @IsOptional() @IsNumber() from!: number | null;
  @IsOptional() @IsNumber() to!: number | null;
  @IsOptional() @IsIn(riskBands) fromBand!: RiskBand | null;
  @IsOptional() @IsIn(riskBands) toBand!: RiskBand | null;
}

/** The mean rating of one calendar month. */
export class RatedMonth {
  /** 2026-07. */
  @IsString() month!: string;
  /** On 1-5. */
  @IsNumber() mean!: number;
  @IsInt() @Min(1) n!: number;
}

export const satisfactionEvidence = ['strict', 'sparse', 'recent-decline', 'flat-dissatisfied', 'none'] as const;
export type SatisfactionEvidence = (typeof satisfactionEvidence)[number];

/** The satisfaction class, its evidence, its status or a flag of it changed; null where there is no class. */
export class SatisfactionClassChanged extends TermedChange {
  @IsOptional() @IsIn([1, 2, 3, 4]) from!: 1 | 2 | 3 | 4 | null;
  @IsOptional() @IsIn([1, 2, 3, 4]) to!: 1 | 2 | 3 | 4 | null;
  @IsIn(['none', 'classified', 'stale']) status!: 'none' | 'classified' | 'stale';
  @IsIn(satisfactionEvidence) evidence!: SatisfactionEvidence;
  @IsArray() @IsString({ each: true }) flags!: string[];
  /** The months that the class rests on. */
  @IsArray() @Nested(() => RatedMonth, { each: true }) months!: RatedMonth[];
  /** On 1-5. */
  @IsOptional() @IsNumber() latest!: number | null;
}

export const silenceStates = ['on-time', 'overdue', 'very-overdue'] as const;
export type SilenceState = (typeof silenceStates)[number];

/** The customer has stayed away longer than their own rhythm lets expect, or came back. */
export class SilenceDetected extends TermedChange {
  @IsOptional() @IsIn(silenceStates) from!: SilenceState | null;
  @IsIn(silenceStates) to!: SilenceState;
  /** Days since the latest purchase, closed days not counted. */
  @IsNumber() silentDays!: number;
  /** The customer's own mean gap in days; null before there is one. */
  @IsOptional() @IsNumber() cycleDays!: number | null;
  /** The chance that a customer who is still with us stays silent longer than that. */
  @IsNumber() @Min(0) @Max(1) survival!: number;
}

export const stages = ['observe', 'interest', 'comparison', 'trust', 'action'] as const;
export type Stage = (typeof stages)[number];

/** The customer is at another stage before buying a product. */
export class StageChanged extends TermedChange {
  @IsString() product!: string;
  @IsOptional() @IsIn(stages) from!: Stage | null;
  @IsIn(stages) to!: Stage;
  @IsNumber() @Min(0) @Max(1) probability!: number;
  /** Interest or later, and no purchase for as long as the policy says: somebody should call. */
  @IsBoolean() recall!: boolean;
}

/** The purchase qualification of a prospect moved by a publication step; null for who has bought. */
export class QualificationChanged extends TermedChange {
  @IsOptional() @IsNumber() from!: number | null;
  @IsOptional() @IsNumber() to!: number | null;
}
