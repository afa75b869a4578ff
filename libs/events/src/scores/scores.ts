import { IsArray, IsIn, IsInt, IsISO8601, IsNumber, IsOptional, IsString, Min } from 'class-validator';
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

/** What every score change says about itself. The customer is the subject of the event. */
export class ScoreChange {
  /** Counts the customer's changes from 1, without gaps. */
  @IsInt() @Min(1) seq!: number;
  @IsISO8601() asOf!: string;
  @IsArray() @Nested(() => ScorePart, { each: true }) parts!: ScorePart[];
  /** What set it off: the id of an event, or the due time of a wake-up. */
  @IsArray() @IsString({ each: true }) causes!: string[];
  @IsString() policy!: string;
  @IsString() model!: string;
  /** The cut-off epoch it was decided against. */
  @IsInt() @Min(1) epoch!: number;
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
