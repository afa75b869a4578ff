import { ArrayMaxSize, IsArray, IsInt, IsISO8601, IsNumber, IsOptional, IsString, Length, Min } from 'class-validator';
import { Nested } from '../contract/nested.js';
import { Policy, PolicyV1 } from './policy.js';

/** PolicyActivated, version 1: from before contacts were taken in. */
export class PolicyActivatedV1 {
  @Nested(() => PolicyV1) policy!: PolicyV1;
  @IsOptional() @IsString() @Length(1, 300) because?: string;
}

/** These rules hold from here on. */
export class PolicyActivated {
  @Nested(() => Policy) policy!: Policy;
  @IsOptional() @IsString() @Length(1, 300) because?: string;
}

/**
 * A distribution: `values` ascending, `shares[i]` the share of the population at or below `values[i]`.
 * Exact up to 512 distinct values, else thinned to quantiles.
 */
export class Distribution {
  @IsArray() @ArrayMaxSize(512) @IsNumber({}, { each: true }) values!: readonly number[];
  @IsArray() @ArrayMaxSize(512) @IsNumber({}, { each: true }) shares!: readonly number[];
}

/** The last one inside a cut: measure, then latest purchase day (or, for products, units), then customer id ascending. */
export class CutOff {
  @IsNumber() measure!: number;
  @IsNumber() tieBreak!: number;
  @IsString() id!: string;
}

/** Where a class begins for who is outside, and where it ends for who is inside. Absent when the class is empty. */
export class Threshold {
  @IsOptional() @Nested(() => CutOff) enter!: CutOff | null;
  @IsOptional() @Nested(() => CutOff) stay!: CutOff | null;
}

/** One product's buyers: how many, the last of the key ones and of the strong ones, and amounts at some ranks. */
export class ProductCutoffs {
  @IsString() sku!: string;
  @IsInt() @Min(1) of!: number;
  @Nested(() => CutOff) key!: CutOff;
  @Nested(() => CutOff) strong!: CutOff;
  /** Ranks 1, 2, … and, from the tenth, every tenth part further, down to the last key one; with the amount at each. */
  @IsArray() @IsInt({ each: true }) ranks!: number[];
  @IsArray() @IsInt({ each: true }) amounts!: number[];
}

/** The population's cut-offs at one moment. Every distribution is over the active customers, `amountInBook` ones over all buyers. */
export class PopulationCutoffs {
  /** Active customers, and buyers of the window. */
  @IsInt() @Min(0) active!: number;
  @IsInt() @Min(0) buyers!: number;
  @Nested(() => Distribution) recency!: Distribution;
  @Nested(() => Distribution) quantity!: Distribution;
  @Nested(() => Distribution) singleProduct!: Distribution;
  @Nested(() => Distribution) amount!: Distribution;
  @Nested(() => Distribution) frequency!: Distribution;
  @Nested(() => Distribution) composite!: Distribution;
  @Nested(() => Threshold) top!: Threshold;
  @Nested(() => Threshold) core!: Threshold;
  @Nested(() => Threshold) a!: Threshold;
  @Nested(() => Threshold) b!: Threshold;
  /** The top of the book by amount alone, and the first share of the ranking that leaves each one's largest day out. */
  @Nested(() => Threshold) topByAmount!: Threshold;
  @Nested(() => Threshold) withoutLargest!: Threshold;
  /** Median of the active customers' own mean gaps between purchase days, in days; absent before anybody has one. */
  @IsOptional() @IsNumber() medianCycleDays?: number;
}

/** A cut-off epoch, in one or more parts; it holds from its last part on. Part 1 carries the population, all parts carry products. */
export class CutoffsRecorded {
  @IsInt() @Min(1) epoch!: number;
  @IsISO8601() asOf!: string;
  /** Name of the policy under which it was taken. */
  @IsString() policy!: string;
  @IsInt() @Min(1) part!: number;
  @IsInt() @Min(1) parts!: number;
  @IsOptional() @Nested(() => PopulationCutoffs) population?: PopulationCutoffs;
  @IsArray() @Nested(() => ProductCutoffs, { each: true }) products!: ProductCutoffs[];
}

/** Somebody decided that an event which could not be processed is to be left out, for ever. The subject is the event's own. */
export class ParkedEventSkipped {
  @IsString() @Length(1, 200) eventId!: string;
  @IsString() @Length(1, 500) why!: string;
}
