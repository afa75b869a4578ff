import type { Band, ReportRisk } from './risk-input.js';

/** The summary that `score --json` prints, as far as the report shows it. */
export interface ReportSummary {
  /** ISO 8601: the moment for which everything is said. */
  readonly asOf: string;
  /** Facts about orders. */
  readonly events: number;
  /** Contacts, ratings and other records of contacts, where any were taken. */
  readonly contacts?: number;
  readonly customers: number;
  readonly prospects: number;
  /** Customers by state: new, active, dormant, lost. */
  readonly states: Readonly<Record<string, number>>;
  /** Tiers of the customers who are active now, the core counted within the top. */
  readonly tiers: { readonly top: number; readonly core: number };
  /** All buyers of the window, ranked by amount. Shares and Gini are between 0 and 1. */
  readonly concentration: {
    readonly criterion: string;
    readonly n: number;
    readonly top: number;
    readonly core: number;
    readonly topShare: number;
    readonly coreShare: number;
    readonly gini: number;
    readonly abc: { readonly A: number; readonly B: number; readonly C: number };
  };
  readonly guard: { readonly flagged: number };
  readonly keyForProductOutsideTop: number;
  /** Buyers by band of churn risk. */
  readonly bands: Readonly<Record<Band, number>>;
  /** Buyers by how long they have been silent, against their own rhythm. */
  readonly silence: { readonly onTime: number; readonly overdue: number; readonly veryOverdue: number };
  /** Customers by satisfaction class. */
  readonly classes: Readonly<Record<1 | 2 | 3 | 4, number>>;
  /** Refused lines by reason. */
  readonly refused: Readonly<Record<string, number>>;
  readonly seconds?: number;
  readonly eventsPerSecond?: number;
}

export interface ReportTier {
  readonly tier: 'core' | 'top' | 'other';
  readonly customers: number;
  /** Decimal string. */
  readonly amount: string;
}

export interface ReportCustomer {
  readonly customerId: string;
  readonly tier: string | null;
  /** 0-100; null for one who is not ranked at present. */
  readonly score: number | null;
  readonly abc: string | null;
  /** Three digits. */
  readonly rfm: string | null;
  /** In the window. */
  readonly orders: number;
  /** Decimal string, in the window. */
  readonly amount: string;
  /** ISO date. */
  readonly latestPurchase: string | null;
  readonly oneOff: boolean;
}

export interface ReportOneOff {
  readonly customerId: string;
  readonly orders: number;
  /** Decimal strings, in the window. */
  readonly amount: string;
  readonly largestOrder?: string;
  /** Why the customer is flagged, as the customer's view says it. */
  readonly reason: string;
}

export interface ReportProduct {
  readonly sku: string;
  readonly name?: string;
  readonly buyers: number;
  /** First 20 % and first 4 % of its buyers. */
  readonly key: number;
  readonly strong: number;
  /** How many of the strong are outside the overall top. */
  readonly strongOutsideTop?: number;
  /** Decimal string. */
  readonly amount: string;
}

/** Everything that a report says. Lists are shown in the order given, and as long as they are given. */
export interface ReportInput {
  readonly title: string;
  /** ISO 8601. */
  readonly generatedAt: string;
  /** ISO 4217. */
  readonly currency: string;
  /** The trailing window in words, such as "the last 365 days" or "all orders". */
  readonly window: string;
  readonly summary: ReportSummary;
  /** Cumulative shares (0-1) of customers, most valuable first, and of amount; without the corners is fine. */
  readonly concentration: { readonly points: readonly { readonly customers: number; readonly amount: number }[] };
  /** Customers in the core, in the top without the core, and all others: each customer once. */
  readonly tiers: readonly ReportTier[];
  readonly topCustomers: readonly ReportCustomer[];
  readonly oneOffs: readonly ReportOneOff[];
  readonly keyProducts: readonly ReportProduct[];
  readonly risk: ReportRisk;
}
