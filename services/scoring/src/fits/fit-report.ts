import type { Policy } from '@vilfredo/events';

/** How a model stands to the customers it was held against. */
export interface Likelihood<Model> {
  readonly model: Model;
  /** ln, of all of them together. */
  readonly logLikelihood: number;
}

export interface Fitted<Model> {
  readonly customers: number;
  readonly inForce: Likelihood<Model>;
  readonly fitted: Likelihood<Model>;
}

/** What fitting the models to the book came to, and the policy in force with the fitted constants in it. */
export interface FitReport {
  readonly asOf: string;
  /** Everybody who ever bought; `purchases.customers` of them were fitted to. */
  readonly buyers: number;
  readonly purchases: Fitted<Policy['churn']['model']>;
  /** Null where too few spent something within the window. */
  readonly spend: Fitted<Pick<Policy['spend'], 'p' | 'q' | 'gamma'>> | null;
  readonly policy: Policy;
}

export interface FitProgress {
  readonly phase: 'reading' | 'purchases' | 'spend';
  /** Customers read, or steps of the search. */
  readonly done: number;
}
