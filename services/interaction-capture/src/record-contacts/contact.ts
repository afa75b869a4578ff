import type {
  Answers,
  AttemptResult,
  Channel,
  ContactPointKind,
  Cue,
  InteractionRecorded,
  Purpose,
  RatingScale,
} from '@vilfredo/events';

/** Whom a contact was with, as far as its source knows. */
export interface Who {
  readonly customerId?: string;
  /** A number or address, as it was told. */
  readonly contactPoint?: { readonly kind: ContactPointKind; readonly value: string };
}

interface Told {
  readonly source: string;
  readonly who: Who;
  /** ISO 8601 in UTC. */
  readonly at: string;
}

export interface ReadRating {
  readonly scale: RatingScale;
  readonly answers: Answers;
}

export interface Signal {
  readonly product: string;
  readonly cue: Cue;
}

/** What is said about a contact when it is recorded, or by the agent afterwards. */
interface Remarks {
  readonly interactionId: string;
  readonly purpose?: Purpose;
  readonly agentId?: string;
  readonly issueId?: string;
  readonly transferred: boolean;
  readonly rating?: ReadRating;
  readonly signals: readonly Signal[];
  readonly complaint?: { readonly severity: number };
}

export interface Interaction extends Told, Remarks {
  readonly kind: 'interaction';
  readonly channel: Channel;
  readonly direction: 'in' | 'out';
  /** What else the event says. */
  readonly details: Pick<InteractionRecorded, 'durationSeconds' | 'automatic' | 'attachments'>;
  /** What was said: to be sealed. */
  readonly secret?: { readonly subject?: string; readonly text?: string };
}

export interface WrapUp extends Told, Remarks {
  readonly kind: 'wrap-up';
  /** The matter was settled. */
  readonly resolved?: { readonly recovered: boolean };
}

export interface LaterRating extends Told {
  readonly kind: 'rating';
  readonly ratingId: string;
  readonly interactionId?: string;
  readonly rating: ReadRating;
}

export interface CaseResolution extends Told {
  readonly kind: 'case-resolved';
  readonly caseId: string;
  readonly recovered: boolean;
}

export interface Attempt extends Told {
  readonly kind: 'attempt';
  readonly attemptId: string;
  readonly channel: Channel;
  readonly result: AttemptResult;
  readonly agentId?: string;
  readonly callBackAt?: string;
}

/** One record of an intake, read. */
export type Contact = Interaction | WrapUp | LaterRating | CaseResolution | Attempt;
