/** From the least to the gravest. */
export const bands = ['low', 'watch', 'high', 'critical'] as const;
export type Band = (typeof bands)[number];

/** Customers of one tier and band, and what they bought in the window. */
export interface ReportStake {
  readonly tier: 'core' | 'top' | 'other';
  readonly band: Band;
  readonly customers: number;
  /** Decimal string. */
  readonly amount: string;
}

/** A customer who may be lost, and why. */
export interface ReportAtRisk {
  readonly customerId: string;
  readonly tier: string | null;
  /** 0-100; null for one who is not ranked at present. */
  readonly score: number | null;
  /** 0-100. */
  readonly risk: number;
  readonly band: Band;
  /** Decimal string, in the window. */
  readonly amount: string;
  /** Amount x risk, in the currency's major unit. */
  readonly atStake: number;
  /** A sentence. */
  readonly reason: string;
}

export interface ReportSilence {
  readonly customerId: string;
  readonly tier: string | null;
  readonly state: 'overdue' | 'very-overdue';
  readonly silentDays: number;
  /** The customer's own mean gap. */
  readonly cycleDays: number;
  /** Decimal string, in the window. */
  readonly amount: string;
}

export interface ReportClassed {
  readonly customerId: string;
  readonly tier: string | null;
  readonly class: 1 | 2 | 3 | 4;
  readonly months: readonly { readonly month: string; readonly mean: number; readonly n: number }[];
  /** A sentence. */
  readonly reason: string;
}

export interface ReportProspect {
  readonly customerId: string;
  /** 0-100. */
  readonly qualification: number;
  /** Products that they asked about, those that somebody should call them for first. */
  readonly products: readonly string[];
  /** A sentence. */
  readonly reason: string;
}

/** One reason for one rule of the policy to tell somebody of a customer. */
export interface ReportAlert {
  readonly customerId: string;
  readonly rule: string;
  readonly severity: string;
  /** Value x need. */
  readonly priority: number;
  /** A sentence. */
  readonly reason: string;
  readonly suggestedAction: string;
  readonly callWithinHours: number;
}

/** Everything that a report says of risk. Lists are shown in the order given, and as long as they are given. */
export interface ReportRisk {
  readonly stakes: readonly ReportStake[];
  readonly callFirst: readonly ReportAtRisk[];
  readonly silences: readonly ReportSilence[];
  readonly classed: readonly ReportClassed[];
  readonly prospects: readonly ReportProspect[];
  /** How many customers each rule would tell of. */
  readonly rules: readonly { readonly rule: string; readonly severity: string; readonly customers: number }[];
  readonly alerts: readonly ReportAlert[];
}
