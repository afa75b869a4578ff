import {
  ArrayMaxSize,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsNumber,
  IsOptional,
  IsPositive,
  IsString,
  Length,
  Matches,
  Max,
  Min,
} from 'class-validator';
import { type AlertSeverity, alertSeverities } from '../alerts/alerts.js';
import { Nested } from '../contract/nested.js';

export const alertTriggers = ['satisfaction', 'silence', 'risk', 'tier-lost', 'complaint', 'recall'] as const;
/** What an alert rests on: a satisfaction class, a silence, a risk band, a lost tier, a complaint, interest without purchase. */
export type AlertTrigger = (typeof alertTriggers)[number];

/** One rule: which state of which customers somebody is to be told of. */
export class AlertRule {
  @IsString() @Length(1, 100) name!: string;
  @IsBoolean() on!: boolean;
  @IsIn(alertTriggers) trigger!: AlertTrigger;
  /**
   * For which values of the trigger: satisfaction `1`-`4`, silence `overdue` or `very-overdue`, risk `high` or
   * `critical`, the lost tier, severity of the complaint. Any when absent.
   */
  @IsOptional() @IsArray() @ArrayMaxSize(20) @IsString({ each: true }) when?: string[];
  /** Only customers of these tiers; of any or none when absent. */
  @IsOptional() @IsArray() @ArrayMaxSize(2) @IsIn(['top', 'core'], { each: true }) tiers?: ('top' | 'core')[];
  @IsIn(alertSeverities) severity!: AlertSeverity;
  /** 0-1: how much the customer needs somebody; priority is the value score times this. */
  @IsNumber() @IsPositive() @Max(1) need!: number;
  @IsString() @Length(1, 300) suggestedAction!: string;
  /** Hours within which somebody is to call. */
  @IsNumber() @IsPositive() @Max(8_784) callWithinHours!: number;
  /** Hours without anybody acknowledging it until it is escalated; never when absent. */
  @IsOptional() @IsNumber() @IsPositive() @Max(8_784) escalateAfterHours?: number;
  /** After it is over, hours until the same rule may raise another for the same customer. */
  @IsNumber() @Min(0) @Max(8_784) coolDownHours!: number;
}

/** Hours of the day, in the policy's time zone, in which nobody is notified; what is raised then goes out afterwards. */
export class QuietHours {
  @Matches(/^([01]\d|2[0-3]):[0-5]\d$/) from!: string;
  @Matches(/^([01]\d|2[0-3]):[0-5]\d$/) to!: string;
}

export class AlertPolicy {
  @IsArray() @ArrayMaxSize(100) @Nested(() => AlertRule, { each: true }) rules!: AlertRule[];
  /** Alerts per agent and day that are notified; further ones wait for the next day, but `critical` ones do not. */
  @IsInt() @Min(1) @Max(100_000) perAgentAndDay!: number;
  @IsOptional() @Nested(() => QuietHours) quietHours?: QuietHours;
  /** Whom escalated alerts go to. */
  @IsOptional() @IsString() @Length(1, 100) escalateTo?: string;
}

/** Who may be called, and how often. */
export class CallPolicy {
  /** Without a word on consent, calls are allowed. */
  @IsBoolean() allowedWithoutConsent!: boolean;
  /** At most so many contacts that we began within `perDays`. */
  @IsInt() @Min(1) @Max(1_000) mostContacts!: number;
  @IsNumber() @IsPositive() @Max(3_650) perDays!: number;
  /** After an attempt that reached nobody, hours until the next. */
  @IsNumber() @Min(0) @Max(8_784) retryAfterHours!: number;
  @IsInt() @Min(1) @Max(1_000) mostAttempts!: number;
}
