import { IsBoolean, IsIn, IsInt, IsISO8601, IsNumber, IsOptional, IsString, Length, Max, Min } from 'class-validator';
import { Nested } from '../contract/nested.js';
import { type Channel, channels } from '../customers/customers.js';
import { Answers, RatingScale } from './rating.js';

export const purposes = ['market', 'prospecting', 'sales', 'service'] as const;
/** The function of a contact centre that a contact belongs to. */
export type Purpose = (typeof purposes)[number];

export const automaticKinds = ['auto-reply', 'bounce', 'list'] as const;

export const cues = [
  'price',
  'service',
  'usage',
  'upkeep',
  'upgrade',
  'suitable',
  'better',
  'cheaper',
  'objection',
  'accept',
  'like',
  'hesitate',
] as const;
/** What somebody said about a product that tells how far they are from buying it. */
export type Cue = (typeof cues)[number];

export const attemptResults = ['reached', 'no-answer', 'left-message', 'call-back', 'refused', 'wrong-number'] as const;
export type AttemptResult = (typeof attemptResults)[number];

/** What every fact about contacts says: which system told it. The customer is the subject of the event. */
class Told {
  @IsString() @Length(1, 100) source!: string;
}

/** Files that came along: counted, never kept. */
export class Attachments {
  @IsInt() @Min(0) @Max(1e6) count!: number;
  @IsInt() @Min(0) @Max(1e12) bytes!: number;
}

/** A customer and the enterprise were in contact. What was said is in the sealed part only. */
export class InteractionRecorded extends Told {
  @IsString() @Length(1, 300) interactionId!: string;
  @IsIn(channels) channel!: Channel;
  @IsIn(['in', 'out']) direction!: 'in' | 'out';
  @IsIn(purposes) purpose!: Purpose;
  @IsOptional() @IsNumber() @Min(0) @Max(1e7) durationSeconds?: number;
  @IsOptional() @IsString() @Length(1, 100) agentId?: string;
  /** The matter it was about; contacts about one matter share it. */
  @IsOptional() @IsString() @Length(1, 300) issueId?: string;
  /** Written by a machine: it says nothing about the customer's wishes. */
  @IsOptional() @IsIn(automaticKinds) automatic?: (typeof automaticKinds)[number];
  @IsOptional() @Nested(() => Attachments) attachments?: Attachments;
  /** Subject and text, sealed with the customer's key. */
  @IsOptional() @IsString() @Length(1, 600_000) sealed?: string;
}

/** The agent said afterwards what a contact was about; what is said latest holds. */
export class InteractionClassified extends Told {
  @IsString() @Length(1, 300) interactionId!: string;
  @IsOptional() @IsIn(purposes) purpose?: Purpose;
  @IsOptional() @IsString() @Length(1, 300) issueId?: string;
  @IsOptional() @IsString() @Length(1, 100) agentId?: string;
}

/** A customer said how satisfied they were, on the scale they were asked on. */
export class SatisfactionRated extends Told {
  @IsString() @Length(1, 300) ratingId!: string;
  @IsOptional() @IsString() @Length(1, 300) interactionId?: string;
  @Nested(() => RatingScale) scale!: RatingScale;
  @Nested(() => Answers) answers!: Answers;
}

/** A customer said something about a product that tells how near they are to buying it. */
export class InterestSignalled extends Told {
  @IsOptional() @IsString() @Length(1, 300) interactionId?: string;
  @IsString() @Length(1, 100) product!: string;
  @IsIn(cues) cue!: Cue;
}

/** A customer asked for something to be settled, or complained. A sales objection is neither. */
export class CaseOpened extends Told {
  @IsString() @Length(1, 300) caseId!: string;
  @IsIn(['inquiry', 'complaint']) kind!: 'inquiry' | 'complaint';
  /** Of a complaint: 1 slight to 3 grave. */
  @IsOptional() @IsInt() @Min(1) @Max(3) severity?: number;
  @IsOptional() @IsString() @Length(1, 300) interactionId?: string;
  @IsOptional() @IsString() @Length(1, 300) issueId?: string;
}

/** A customer was passed on to somebody else. */
export class CaseTransferred extends Told {
  @IsString() @Length(1, 300) interactionId!: string;
  @IsOptional() @IsString() @Length(1, 300) issueId?: string;
}

/** A case was settled; recovered when the customer was content with how. */
export class CaseResolved extends Told {
  @IsString() @Length(1, 300) caseId!: string;
  @IsBoolean() recovered!: boolean;
}

/** Somebody tried to reach the customer. */
export class ContactAttempted extends Told {
  @IsString() @Length(1, 300) attemptId!: string;
  @IsIn(channels) channel!: Channel;
  @IsIn(attemptResults) result!: AttemptResult;
  @IsOptional() @IsString() @Length(1, 100) agentId?: string;
  /** When the customer wants to be called back. */
  @IsOptional() @IsISO8601() callBackAt?: string;
}
