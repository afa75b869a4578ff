/** Why something could not be done. Both edges read one table: what HTTP answers and what a consumer does. */
export type FailureKind = 'refused' | 'invalid' | 'conflict' | 'unavailable' | 'bug';

export interface FailureDetail {
  /** Dotted path of the offending field, where there is one. */
  readonly field?: string;
  /** Seconds after which trying again makes sense. */
  readonly retryAfter?: number;
  readonly cause?: unknown;
}

/** The only error that our own code throws on purpose. */
export class Failure extends Error {
  readonly field: string | undefined;
  readonly retryAfter: number | undefined;

  constructor(
    readonly kind: FailureKind,
    readonly reason: string,
    detail: FailureDetail = {},
  ) {
    super(detail.field === undefined ? reason : `${detail.field}: ${reason}`, { cause: detail.cause });
    this.name = 'Failure';
    this.field = detail.field;
    this.retryAfter = detail.retryAfter;
  }
}

export interface FailurePolicy {
  readonly status: number;
  /** What the consumer of a log does with an event that fails so. */
  readonly consumer: 'skip' | 'park' | 'redecide' | 'retry';
  /** Whether a parked event is tried again by itself, with backoff. */
  readonly retriedAlone: boolean;
}

export const failureTable: Readonly<Record<FailureKind, FailurePolicy>> = {
  refused: { status: 409, consumer: 'skip', retriedAlone: false },
  invalid: { status: 400, consumer: 'park', retriedAlone: false },
  conflict: { status: 409, consumer: 'redecide', retriedAlone: false },
  unavailable: { status: 503, consumer: 'retry', retriedAlone: true },
  bug: { status: 500, consumer: 'park', retriedAlone: true },
};

/** The failure that an error stands for: anything we did not throw on purpose is a bug. */
export function failureOf(error: unknown): Failure {
  if (error instanceof Failure) return error;
  return new Failure('bug', error instanceof Error ? error.message : String(error), { cause: error });
}
