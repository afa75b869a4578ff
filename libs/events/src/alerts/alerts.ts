import { IsArray, IsIn, IsISO8601, IsNumber, IsOptional, IsString, Length } from 'class-validator';
import { Nested } from '../contract/nested.js';

export const alertSeverities = ['info', 'warning', 'serious', 'critical'] as const;
export type AlertSeverity = (typeof alertSeverities)[number];

export const alertOutcomes = ['recovered', 'lost', 'false-alarm', 'ignored'] as const;
export type AlertOutcome = (typeof alertOutcomes)[number];

/** Why an alert is there, in a sentence, with the events that it rests on. Names no one: the customer is the subject. */
export class AlertReason {
  @IsString() @Length(1, 500) text!: string;
  @IsArray() @IsString({ each: true }) causes!: string[];
}

/** What every event about an alert says: which one. The customer is the subject of the event. */
class AboutAlert {
  @IsString() @Length(1, 200) alertId!: string;
  /** Name of the rule in the policy. */
  @IsString() @Length(1, 100) rule!: string;
}

/** Somebody should look after this customer. */
export class AlertRaised extends AboutAlert {
  @IsIn(alertSeverities) severity!: AlertSeverity;
  /** Value x need, 0-100. */
  @IsNumber() priority!: number;
  @Nested(() => AlertReason) because!: AlertReason;
  /** Decimal text in the currency of the book: what the customer brought in the window; null where there is none. */
  @IsOptional() @IsString() valueAtRisk!: string | null;
  @IsString() @Length(1, 300) suggestedAction!: string;
  @IsOptional() @IsISO8601() callBy!: string | null;
  /** Whom it is for: who owns the customer, where somebody does. */
  @IsOptional() @IsString() @Length(1, 100) agentId?: string;
  @IsString() policy!: string;
}

/** The same happened again, or something worse by the same rule: one more reason. */
export class AlertExtended extends AboutAlert {
  @IsIn(alertSeverities) severity!: AlertSeverity;
  @IsNumber() priority!: number;
  @Nested(() => AlertReason) because!: AlertReason;
}

/** It was handed to a receiver, or given up after the last attempt. */
export class AlertNotified extends AboutAlert {
  @IsIn(['webhook', 'email']) via!: 'webhook' | 'email';
  /** Name of the receiver in the settings. */
  @IsString() @Length(1, 100) receiver!: string;
  @IsIn(['delivered', 'given-up']) result!: 'delivered' | 'given-up';
}

/** Somebody took it on. */
export class AlertAcknowledged extends AboutAlert {
  @IsOptional() @IsString() @Length(1, 100) by?: string;
}

/** It is put aside until then. */
export class AlertSnoozed extends AboutAlert {
  @IsISO8601() until!: string;
  @IsOptional() @IsString() @Length(1, 100) by?: string;
}

/** Nobody acted in time. */
export class AlertEscalated extends AboutAlert {
  @IsString() @Length(1, 300) why!: string;
  /** Whom it goes to now, where the policy names somebody. */
  @IsOptional() @IsString() @Length(1, 100) to?: string;
}

/** It is over, by somebody's word or because its cause is gone. */
export class AlertResolved extends AboutAlert {
  @IsIn(alertOutcomes) outcome!: AlertOutcome;
  @IsIn(['person', 'rule']) resolvedBy!: 'person' | 'rule';
  @IsOptional() @IsString() @Length(1, 100) by?: string;
  @IsOptional() @IsString() @Length(1, 500) why?: string;
}
