import type {
  ActivityState,
  AlertSeverity,
  AttemptResult,
  Channel,
  RiskBand,
  SilenceState,
  Stage,
} from '@vilfredo/events';
import type { Moment, Said } from './newest.js';

/** What is known of one customer that decides whether to call them, and how soon. Times are epoch ms. */
export interface CallFacts {
  readonly customer: string;
  owner: Said<string | null> | null;
  readonly consent: Record<Channel | 'any', Said<boolean> | null>;
  merged: Said<string> | null;
  /** When a number was last linked to the customer. */
  phoneLinkedAt: number | null;
  /** When the customer last made contact by themselves. */
  cameInAt: number | null;
  scores: KnownScores;
  /** Alerts that nobody has resolved, by id, ascending. */
  alerts: OpenAlert[];
  /** Ids of alerts resolved last, so that hearing of one again does not open it again. */
  resolved: string[];
  /** Contacts that we began, latest first. */
  contacts: BegunContact[];
  /** Attempts to reach the customer, latest first. */
  attempts: Attempt[];
}

/** The newest word on each score: its number in the customer's sequence of changes parts older from newer. */
export interface KnownScores {
  value: Told<number | null> | null;
  qualification: Told<number | null> | null;
  tier: Told<'top' | 'core' | null> | null;
  activity: Told<ActivityState> | null;
  risk: (Told<number | null> & { readonly band: RiskBand | null; readonly since: Moment | null }) | null;
  silence: (Told<SilenceState> & Silence & { readonly since: Moment | null }) | null;
  satisfaction: (Told<1 | 2 | 3 | 4 | null> & { readonly since: Moment | null }) | null;
  /** Number of the newest change of a stage. */
  stageSeq: number;
  /** Products asked about and not bought, by name, ascending. */
  recalls: Recall[];
}

export interface Told<Value> {
  readonly value: Value;
  readonly seq: number;
  readonly event: string;
}

export interface Silence {
  /** As of when. */
  readonly at: number;
  readonly silentDays: number;
  readonly cycleDays: number | null;
}

export interface Recall {
  readonly product: string;
  readonly stage: Stage;
  readonly probability: number;
  /** What a purchase is expected to bring, in the currency of the book; null where nothing is known of it. */
  readonly spend: number | null;
  readonly event: string;
  readonly since: Moment;
}

export interface OpenAlert {
  readonly alertId: string;
  readonly rule: string;
  severity: AlertSeverity;
  /** Reasons, latest first. */
  reasons: AlertCause[];
  suggestedAction: string | null;
  callBy: number | null;
  acknowledged: Said<string | null> | null;
  snoozedUntil: Said<number> | null;
}

export interface AlertCause extends Moment {
  readonly text: string;
}

export interface BegunContact extends Moment {
  readonly channel: Channel;
}

export interface Attempt extends Moment {
  readonly channel: Channel;
  readonly result: AttemptResult;
  readonly agentId: string | null;
  readonly callBackAt: number | null;
}

export function nothingKnown(customer: string): CallFacts {
  return {
    customer,
    owner: null,
    consent: { phone: null, email: null, mail: null, any: null },
    merged: null,
    phoneLinkedAt: null,
    cameInAt: null,
    scores: {
      value: null,
      qualification: null,
      tier: null,
      activity: null,
      risk: null,
      silence: null,
      satisfaction: null,
      stageSeq: 0,
      recalls: [],
    },
    alerts: [],
    resolved: [],
    contacts: [],
    attempts: [],
  };
}
