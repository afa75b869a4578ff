import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsIn,
  IsInt,
  IsISO4217CurrencyCode,
  IsNumber,
  IsOptional,
  IsPositive,
  IsString,
  IsTimeZone,
  Length,
  Max,
  Min,
} from 'class-validator';
import { Nested } from '../contract/nested.js';
import { AlertPolicy, CallPolicy } from './alert-rules.js';
import {
  ChurnRule,
  ClosedDays,
  HistoryRule,
  PurposeRule,
  QualificationRule,
  SatisfactionRule,
  SilenceRule,
  SpendRule,
  StageRule,
} from './contact-rules.js';
import { HasRecencyOnce, IsWindow } from './policy-rules.js';

export const criterionNames = ['recency', 'quantity', 'singleProduct', 'amount'] as const;
export type CriterionName = (typeof criterionNames)[number];

/** One criterion of the composite; weights are renormalised over those in use. */
export class CriterionRule {
  @IsIn(criterionNames) name!: CriterionName;
  @IsNumber() @IsPositive() @Max(1000) weight!: number;
}

/** Who is on the active list. */
export class ActiveListRule {
  /**
   * `own-cycle`: bought within the larger of `days` and `cycles` times the customer's own mean gap;
   * `recency`: bought within `days`; `everyone`: whoever has a purchase.
   */
  @IsIn(['own-cycle', 'recency', 'everyone']) rule!: 'own-cycle' | 'recency' | 'everyone';
  @IsInt() @Min(1) @Max(36_500) days!: number;
  @IsNumber() @Min(0) @Max(1000) cycles!: number;
  /** With `own-cycle` also whoever is still a customer with at least this probability; absent, that does not count. */
  @IsOptional() @IsNumber() @IsPositive() @Max(1) aliveAtLeast?: number;
  /** Lost after this many times the silence that makes dormant. */
  @IsNumber() @Min(1) @Max(1000) lostAfter!: number;
}

/** By what the core is picked out of the top. */
export class SecondPassRule {
  @IsIn(['composite', ...criterionNames, 'product', 'category']) by!:
    | 'composite'
    | CriterionName
    | 'product'
    | 'category';
  /** The sku or the category, where `by` is one of these. */
  @IsOptional() @IsString() @Length(1, 100) of?: string;
}

export class TierRule {
  /** Share of the active customers in the top, and share of the top in the core. */
  @IsNumber() @IsPositive() @Max(0.9) share!: number;
  @Nested(() => SecondPassRule) secondPass!: SecondPassRule;
  /** A by cumulative amount up to this share, B up to the next. */
  @IsNumber() @IsPositive() @Max(1) abcA!: number;
  @IsNumber() @IsPositive() @Max(1) abcB!: number;
  /** Who is in stays in until this share beyond the cut-off. */
  @IsNumber() @Min(0) @Max(0.5) hysteresis!: number;
}

export class OneOffRule {
  /** Flagged when the largest purchase day is at least this share of the amount and there are fewer purchase days than `fewerDaysThan`. */
  @IsNumber() @IsPositive() @Max(1) largestShare!: number;
  @IsInt() @Min(1) @Max(1000) fewerDaysThan!: number;
  /** Flagged when in the top by amount and outside this share of the ranking without each one's largest day. */
  @IsNumber() @IsPositive() @Max(1) leaveLargestOutShare!: number;
}

export class ProductRule {
  @IsNumber() @IsPositive() @Max(1) keyShare!: number;
  @IsNumber() @IsPositive() @Max(1) strongShare!: number;
  @IsInt() @Min(1) @Max(1e9) minBuyers!: number;
}

export class PublicationRule {
  /** A value score is published when it moved by this many points. */
  @IsNumber() @IsPositive() @Max(100) valueStep!: number;
}

export class EpochRule {
  /** Cut-offs are taken anew at least this often. */
  @IsNumber() @IsPositive() @Max(8784) everyHours!: number;
  /** And when this share of the customers has changed since. */
  @IsNumber() @IsPositive() @Max(1) movedShare!: number;
  /** But never sooner than this after the last ones. */
  @IsNumber() @Min(0) @Max(86_400) atLeastSecondsApart!: number;
}

/** The rules of version 1: by which customers are valued. */
export class PolicyV1 {
  @IsString() @Length(1, 100) name!: string;
  @IsTimeZone() timeZone!: string;
  /** The currency of the book; absent, amounts are taken as they come. */
  @IsOptional() @IsISO4217CurrencyCode() currency?: string;
  /** The trailing window in days, or everything. */
  @IsWindow() window!: number | 'all';
  @Nested(() => ActiveListRule) activeList!: ActiveListRule;
  @IsArray() @ArrayMinSize(1) @HasRecencyOnce() @Nested(() => CriterionRule, { each: true }) criteria!: CriterionRule[];
  @Nested(() => TierRule) tiers!: TierRule;
  @Nested(() => OneOffRule) oneOff!: OneOffRule;
  @Nested(() => ProductRule) products!: ProductRule;
  @Nested(() => PublicationRule) publication!: PublicationRule;
  @Nested(() => EpochRule) epochs!: EpochRule;
}

/** The rules by which customers are valued, watched and called. A recorded fact: each score names the policy it was made under. */
export class Policy extends PolicyV1 {
  @Nested(() => ClosedDays) closed!: ClosedDays;
  @Nested(() => HistoryRule) history!: HistoryRule;
  @Nested(() => SatisfactionRule) satisfaction!: SatisfactionRule;
  @Nested(() => SilenceRule) silence!: SilenceRule;
  @Nested(() => ChurnRule) churn!: ChurnRule;
  @Nested(() => SpendRule) spend!: SpendRule;
  @Nested(() => StageRule) stages!: StageRule;
  @Nested(() => QualificationRule) qualification!: QualificationRule;
  @IsArray() @ArrayMaxSize(100) @Nested(() => PurposeRule, { each: true }) purposes!: PurposeRule[];
  @Nested(() => AlertPolicy) alerts!: AlertPolicy;
  @Nested(() => CallPolicy) calls!: CallPolicy;
}
